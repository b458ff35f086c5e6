package network.millrace.proof.tensor;

/**
 * How a tensor is cut into tiles of 64 by 64 elements: its last two axes are a matrix, the leading ones count matrices. A
 * vector is a matrix of one row, a scalar one of a single element. Tiles at the lower and right edge are smaller; they
 * hold only elements that exist. Tiles are numbered matrix by matrix, row by row.
 */
public record TileGrid(Shape shape) {
    /** Rows and columns of a full tile. */
    public static final int EDGE = 64;

    /** How many matrices lie one after another. */
    public int matrices() {
        return shape.rank() <= 2 ? 1 : shape.product(0, shape.rank() - 2);
    }

    /** Rows of each matrix. */
    public int rows() {
        return shape.rank() < 2 ? 1 : shape.dimension(-2);
    }

    /** Columns of each matrix. */
    public int columns() {
        return shape.rank() < 1 ? 1 : shape.dimension(-1);
    }

    /** Tiles from top to bottom of one matrix. */
    public int tileRows() {
        return Math.ceilDiv(rows(), EDGE);
    }

    /** Tiles from left to right of one matrix. */
    public int tileColumns() {
        return Math.ceilDiv(columns(), EDGE);
    }

    /** How many tiles the tensor has; none when it is empty. */
    public long tiles() {
        return (long) matrices() * tileRows() * tileColumns();
    }

    /** The number of a tile. */
    public long tile(int matrix, int tileRow, int tileColumn) {
        return ((long) matrix * tileRows() + tileRow) * tileColumns() + tileColumn;
    }

    /** The tile that holds an element, given as its index in the flat array. */
    public long tileOf(long element) {
        long row = element / columns();
        return tile((int) (row / rows()), (int) (row % rows()) / EDGE, (int) (element % columns()) / EDGE);
    }

    /** Where an element lies within its tile, counted row by row. */
    public int placeInTile(long element) {
        int row = (int) (element / columns() % rows());
        int column = (int) (element % columns());
        int width = Math.min(EDGE, columns() - column / EDGE * EDGE);
        return row % EDGE * width + column % EDGE;
    }

    public int matrixOf(long tile) {
        return (int) (tile / ((long) tileRows() * tileColumns()));
    }

    public int tileRowOf(long tile) {
        return (int) (tile / tileColumns() % tileRows());
    }

    public int tileColumnOf(long tile) {
        return (int) (tile % tileColumns());
    }

    /** Rows that a tile really has. */
    public int height(long tile) {
        return Math.min(EDGE, rows() - tileRowOf(tile) * EDGE);
    }

    /** Columns that a tile really has. */
    public int width(long tile) {
        return Math.min(EDGE, columns() - tileColumnOf(tile) * EDGE);
    }

    /** The flat index of a tile's first element. */
    public long firstElement(long tile) {
        long row = (long) matrixOf(tile) * rows() + (long) tileRowOf(tile) * EDGE;
        return row * columns() + (long) tileColumnOf(tile) * EDGE;
    }

    /** The flat index in the tensor of the element at a place of a tile. */
    public long element(long tile, int place) {
        int width = width(tile);
        return firstElement(tile) + (long) (place / width) * columns() + place % width;
    }

    /** Copies a tile out of a tensor of this grid's shape, as a matrix of the rows and columns that it has. */
    public Tensor cut(Tensor tensor, long tile) {
        Tensor piece = Tensor.allocate(tensor.type(), Shape.of(height(tile), width(tile)));
        int first = Math.toIntExact(firstElement(tile));
        for (int row = 0; row < height(tile); row++) {
            System.arraycopy(tensor.array(), first + row * columns(), piece.array(), row * width(tile), width(tile));
        }
        return piece;
    }
}
