/*
 * A second implementation of docs/spec/tensor.md, written from that page alone, so that the page and not the Java code is
 * what decides which bits are right. It is meant to be read beside the page: every function names its section.
 *
 *   cc -std=c17 -O3 -march=native -ffp-contract=off -o tensor tensor.c -lm
 *
 * It answers requests from standard input until the input ends. A request is one line and then float32 numbers in canonical
 * bytes (section 1); the answer is the result in canonical bytes. Sizes are decimal and may be 0:
 *
 *   gemm M N K                    A of M x K, B of K x N             their product (2.1)
 *   sum OUTER N INNER             x of OUTER x N x INNER             the sums over the middle axis (2.2)
 *   max OUTER N INNER             x of OUTER x N x INNER             the maxima over the middle axis (2.4)
 *   softmax OUTER N INNER         x of OUTER x N x INNER             softmax along the middle axis (2.5)
 *   conv G N C H W M R S          x of N x G*C x H x W,              convolution in G groups with strides a, dilations d and
 *        aH aW dH dW pT pL pB pR    w of G*M x C x R x S,            padding p at top, left, bottom, right (2.3)
 *                                   bias of G*M
 *   pow N                         x of N, y of N                     powers, element by element (3.2)
 *   FUNCTION N                    x of N                             exp log tanh sigmoid erf sin cos … (3)
 *   uniform KEY STREAM N          nothing                            N uniform numbers (4)
 *   bits KEY STREAM N             nothing                            the floats that have the words as bits (4)
 *
 * The processor needs no fused multiply-add: fmaf and fma of the C library give the same bits. A compiler that fuses or
 * reorders by itself (-ffast-math, -ffp-contract=fast) does not.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LANES 32
#define ELEMENTS_MAX (1L << 26)
#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static void fail(const char *what, const char *detail) {
    fprintf(stderr, "tensor: %s%s\n", what, detail);
    exit(2);
}

/* ---- Bits ------------------------------------------------------------------------------------------------------------ */

static uint32_t bits32(float x) { uint32_t b; memcpy(&b, &x, 4); return b; }
static float float32(uint32_t b) { float x; memcpy(&x, &b, 4); return x; }
static uint64_t bits64(double x) { uint64_t b; memcpy(&b, &x, 8); return b; }
static double float64(uint64_t b) { double x; memcpy(&x, &b, 8); return x; }

/* 2^n for n in the range of normal numbers. */
static float power32(int n) { return float32((uint32_t)(n + 127) << 23); }
static double power64(int n) { return float64((uint64_t)(n + 1023) << 52); }

/* Horner's scheme with fused multiply-add, from the last coefficient. */
static float poly32(float x, const float *c, int count) {
    float p = c[count - 1];
    for (int i = count - 2; i >= 0; i--) p = fmaf(p, x, c[i]);
    return p;
}

static double poly64(double x, const double *c, int count) {
    double p = c[count - 1];
    for (int i = count - 2; i >= 0; i--) p = fma(p, x, c[i]);
    return p;
}

/* ---- 2. Sums and products -------------------------------------------------------------------------------------------- */

static void gemm(const float *a, const float *b, float *c, long m, long n, long k) {
    for (long i = 0; i < m; i++) {
        for (long j = 0; j < n; j++) c[i * n + j] = 0;
        for (long l = 0; l < k; l++)
            for (long j = 0; j < n; j++) c[i * n + j] = fmaf(a[i * k + l], b[l * n + j], c[i * n + j]);
    }
}

static float sum(const float *x, long count, long stride) {
    float lane[LANES] = {0};
    for (long j = 0; j < count; j++) lane[j % LANES] += x[j * stride];
    for (int h = LANES / 2; h > 0; h /= 2)
        for (int i = 0; i < h; i++) lane[i] += lane[i + h];
    return lane[0];
}

static float larger(float x, float y) {
    if (isnan(x) || isnan(y)) return NAN;
    if (x == y) return signbit(x) ? y : x;
    return x > y ? x : y;
}

static float largest(const float *x, long count, long stride) {
    float m = -INFINITY;
    for (long j = 0; j < count; j++) m = larger(m, x[j * stride]);
    return m;
}

static float exp32(float x);

static void softmax(const float *x, float *y, long count, long stride) {
    float m = largest(x, count, stride);
    for (long j = 0; j < count; j++) y[j * stride] = exp32(x[j * stride] - m);
    float s = sum(y, count, stride);
    for (long j = 0; j < count; j++) y[j * stride] /= s;
}

struct conv {
    long groups, batch, channels, height, width, filters, rows, columns;
    long stride[2], dilation[2], begin[2], end[2], out[2];
};

static float window(const struct conv *v, const float *x, const float *w, long y0, long x0) {
    float sum = 0;
    for (long c = 0; c < v->channels; c++)
        for (long r = 0; r < v->rows; r++)
            for (long s = 0; s < v->columns; s++) {
                long y = y0 + r * v->dilation[0], z = x0 + s * v->dilation[1];
                int inside = y >= 0 && y < v->height && z >= 0 && z < v->width;
                float input = inside ? x[(c * v->height + y) * v->width + z] : 0;
                sum = fmaf(w[(c * v->rows + r) * v->columns + s], input, sum);
            }
    return sum;
}

static void conv(const struct conv *v, const float *x, const float *w, const float *bias, float *out) {
    long input = v->channels * v->height * v->width, kernel = v->channels * v->rows * v->columns;
    for (long n = 0; n < v->batch; n++)
        for (long m = 0; m < v->groups * v->filters; m++) {
            const float *from = x + (n * v->groups + m / v->filters) * input;
            for (long i = 0; i < v->out[0]; i++)
                for (long j = 0; j < v->out[1]; j++)
                    *out++ = window(v, from, w + m * kernel, i * v->stride[0] - v->begin[0], j * v->stride[1] - v->begin[1])
                        + bias[m];
        }
}

/* ---- 3.1 Functions in float32 ---------------------------------------------------------------------------------------- */

static float exp32(float x) {
    static const float c[] = {1, 1, 0x1.fffffcp-2f, 0x1.55549p-3f, 0x1.5558f4p-5f, 0x1.123a6ap-7f, 0x1.6a2356p-10f};
    if (isnan(x)) return x;
    if (x > 0x1.62e42ep6f) return INFINITY;
    if (x < -0x1.9fe368p6f) return 0;
    float t = fmaf(x, 0x1.715476p0f, 0x1.8p23f);
    int w = (int)(bits32(t) - 0x4b400000u);
    float n = t - 0x1.8p23f;
    float r = fmaf(n, -0x1.7f7d1cp-20f, fmaf(n, -0x1.62e4p-1f, x));
    int h = (w - (w & 1)) / 2;
    return (poly32(r, c, COUNT(c)) * power32(h)) * power32(w - h);
}

static float log32(float x) {
    static const float c[] = {0x1.555544p-2f, -0x1.0003f8p-2f, 0x1.99a964p-3f, -0x1.5432f4p-3f,
        0x1.2211f4p-3f, -0x1.0e7fa2p-3f, 0x1.0a5242p-3f, -0x1.407c2p-4f};
    if (isnan(x) || x < 0) return NAN;
    if (x == 0) return -INFINITY;
    if (isinf(x)) return x;
    int s = 0;
    if (x < 0x1p-126f) { x *= 0x1p23f; s = 23; }
    int d = (int)(bits32(x) - 0x3f3504f3u), e = d >= 0 ? d >> 23 : -((-(d + 1) >> 23) + 1);
    float f = float32(bits32(x) - ((uint32_t)e << 23)) - 1;
    float E = (float)(e - s), p = poly32(f, c, COUNT(c)), q = f * f;
    float l = fmaf(q * f, p, E * 0x1.7f7d1cp-20f);
    l = fmaf(q, -0.5f, l);
    return fmaf(E, 0x1.62e4p-1f, f + l);
}

static float tanh32(float x) {
    static const float c[] = {-0x1.555542p-2f, 0x1.1109ccp-3f, -0x1.b887fcp-5f, 0x1.53dadcp-6f, -0x1.7cc1acp-8f};
    float a = fabsf(x), q = x * x;
    if (a < 0.625f) return fmaf(poly32(q, c, COUNT(c)) * q, x, x);
    return copysignf(1 - 2 / (exp32(a + a) + 1), x);
}

static float sigmoid32(float x) { return 1 / (exp32(-x) + 1); }

static float erf32(float x) {
    static const float near[] = {0x1.06eba8p-3f, -0x1.81273ep-2f, 0x1.ce2d2p-4f, -0x1.b7fbb4p-6f,
        0x1.5419f6p-8f, -0x1.a485ecp-11f, 0x1.4ae4dp-14f};
    static const float far[] = {-0x1.8b3f3ap-13f, 0x1.212c2cp0f, 0x1.4434fp-1f, 0x1.bc18dp-4f,
        -0x1.9d0bd6p-6f, 0x1.1398fcp-8f, -0x1.ceeaf2p-12f, 0x1.6c0696p-16f};
    if (isnan(x)) return x;
    float a = fabsf(x);
    if (a < 1) return fmaf(poly32(x * x, near, COUNT(near)), x, x);
    return copysignf(1 - exp32(-poly32(a < 3.95f ? a : 3.95f, far, COUNT(far))), x);
}

/* ---- 3.2 Functions in float64 ---------------------------------------------------------------------------------------- */

/* The quotients 1/f(0), 1/f(1) … with f(0) = first and f(i) = f(i-1) * grow(i); signs may alternate. */
enum series { FACTORIALS, ODD_FACTORIALS, EVEN_FACTORIALS, ODD, };

static double coefficient(enum series series, int i) {
    int first = series == ODD ? 2 * i + 1 : 1;
    int last = series == FACTORIALS ? i : series == EVEN_FACTORIALS ? 2 * i : 2 * i + 1;
    double product = 1;
    for (int factor = first; factor <= last; factor++) product *= factor;
    return 1 / product;
}

/* P(x; coefficients), of which every other is negative if sign is -1. */
static double quotients(double x, enum series series, int count, int sign) {
    double c[16];
    for (int i = 0; i < count; i++) c[i] = coefficient(series, i) * (i % 2 ? sign : 1);
    return poly64(x, c, count);
}

static double exp64(double x) {
    if (isnan(x)) return x;
    if (x > 0x1.62e42fefa39efp9) return INFINITY;
    if (x < -0x1.74910d52d3052p9) return 0;
    double n = fma(x, 0x1.71547652b82fep0, 0x1.8p52) - 0x1.8p52;
    double r = fma(n, -0x1.be8e7bcd5e4f2p-27, fma(n, -0x1.62e42f8p-1, x));
    int h = (int)floor(n / 2);
    return quotients(r, FACTORIALS, 14, 1) * power64(h) * power64((int)n - h);
}

static double series(double z) { return quotients(z * z, ODD, 12, 1) * z; }

static double log64(double x) {
    if (isnan(x) || x < 0) return NAN;
    if (x == 0) return -INFINITY;
    if (isinf(x)) return x;
    int s = 0;
    if (x < 0x1p-1022) { x *= 0x1p54; s = 54; }
    int64_t d = (int64_t)(bits64(x) - 0x3fe6a09e667f3bcdu), e = d >= 0 ? d >> 52 : -((-(d + 1) >> 52) + 1);
    double m = float64(bits64(x) - ((uint64_t)e << 52)), E = (double)(e - s);
    double l = 2 * series((m - 1) / (m + 1));
    return fma(E, 0x1.62e42f8p-1, fma(E, 0x1.be8e7bcd5e4f2p-27, l));
}

static double log1p64(double x) { return 2 * series(x / (2 + x)); }

static double atan64(double x) {
    double a = fabs(x);
    int steep = a > 1;
    if (steep) a = 1 / a;
    int high = a > 0x1.a827999fcef32p-2;
    double z = high ? (a - 1) / (a + 1) : a, p = quotients(z * z, ODD, 16, -1);
    double angle = high ? fma(p, z, 0x1.921fb54442d18p-1) : p * z;
    return copysign(steep ? 0x1.921fb54442d18p0 - angle : angle, x);
}

/* The first 256 bits of 2/pi after the point. */
static const uint32_t TWO_OVER_PI[] = {0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u,
    0xdb629599u, 0x3c439041u, 0xfe5163abu, 0xdebbc561u};

/* Bit i of 2/pi, which weighs 2^-i. */
static int digit(int i) { return i >= 1 && i <= 256 ? (TWO_OVER_PI[(i - 1) / 32] >> (31 - (i - 1) % 32)) & 1 : 0; }

static double sin64(double x, int t) {
    if (isnan(x) || isinf(x)) return NAN;
    double r;
    int64_t q;
    if (fabs(x) < 0x1p16) {
        double n = fma(x, 0x1.45f306dc9c883p-1, 0x1.8p52) - 0x1.8p52;
        r = fma(n, -0x1.1a62633145c07p-54, fma(n, -0x1.921fb54442d18p0, x));
        q = (int64_t)n;
    } else {
        int e = ilogb(x) - 23;
        uint64_t m = (uint64_t)ldexp(fabs(x), -e);
        unsigned __int128 window = 0;
        for (int i = 0; i < 128; i++) window = window << 1 | (unsigned)digit(e - 1 + i);
        window *= m;
        q = (int64_t)(window >> 126);
        int64_t f = (int64_t)(uint64_t)(window >> 62);
        if (f < 0) q++;
        r = (double)f * 0x1p-64 * 0x1.921fb54442d18p0;
        if (x < 0) { q = -q; r = -r; }
    }
    q += t;
    double y = q & 1 ? quotients(r * r, EVEN_FACTORIALS, 9, -1) : quotients(r * r, ODD_FACTORIALS, 8, -1) * r;
    return q & 2 ? -y : y;
}

static double sin_of(double x) { return sin64(x, 0); }
static double cos_of(double x) { return sin64(x, 1); }
static double tan_of(double x) { return sin64(x, 0) / sin64(x, 1); }
static double asin_of(double x) { return atan64(x / sqrt((1 - x) * (1 + x))); }
static double acos_of(double x) { return 2 * atan64(sqrt((1 - x) / (1 + x))); }

static double sinh_of(double x) {
    if (fabs(x) < 1) return quotients(x * x, ODD_FACTORIALS, 7, 1) * x;
    double p = exp64(fabs(x));
    return copysign((p - 1 / p) * 0.5, x);
}

static double cosh_of(double x) { double p = exp64(fabs(x)); return (p + 1 / p) * 0.5; }

static double asinh_of(double x) {
    double a = fabs(x), w = sqrt(fma(a, a, 1));
    return copysign(a < 0.5 ? log1p64(a + a * a / (1 + w)) : log64(a + w), x);
}

static double acosh_of(double x) { return x < 1 ? NAN : log64(x + sqrt((x - 1) * (x + 1))); }
static double atanh_of(double x) { return fabs(x) < 0.25 ? series(x) : 0.5 * log64((1 + x) / (1 - x)); }
static double log1p_of(double x) { return fabs(x) < 0.5 ? log1p64(x) : log64(1 + x); }

static double expm1_of(double x) {
    if (fabs(x) >= 0.5) return exp64(x) - 1;
    double c[13];
    for (int i = 0; i < 13; i++) c[i] = coefficient(FACTORIALS, i + 1);
    return poly64(x, c, 13) * x;
}

static float pow32(float x, float y) {
    float a = fabsf(x);
    int whole = isinf(y) || floorf(y) == y, odd = fabsf(y) < 0x1p24f && whole && (int64_t)y % 2;
    if (y == 0 || x == 1) return 1;
    if (isnan(x) || isnan(y)) return NAN;
    if (isinf(y)) return a == 1 ? 1 : (a > 1) == (y > 0) ? INFINITY : 0;
    if (x < 0 && !isinf(x) && !whole) return NAN;
    float p = a == 0 || isinf(a) ? ((a > 0) == (y > 0) ? INFINITY : 0) : (float)exp64((double)y * log64(a));
    return signbit(x) && odd ? -p : p;
}

/* ---- 4. Philox ------------------------------------------------------------------------------------------------------- */

static uint32_t philox(uint64_t key, uint64_t stream, uint64_t i) {
    uint32_t c[4] = {(uint32_t)(i / 4), (uint32_t)(i / 4 >> 32), (uint32_t)stream, (uint32_t)(stream >> 32)};
    uint32_t k[2] = {(uint32_t)key, (uint32_t)(key >> 32)};
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xd2511f53u * c[0], p1 = (uint64_t)0xcd9e8d57u * c[2];
        uint32_t next[4] = {(uint32_t)(p1 >> 32) ^ c[1] ^ k[0], (uint32_t)p1, (uint32_t)(p0 >> 32) ^ c[3] ^ k[1], (uint32_t)p0};
        memcpy(c, next, sizeof c);
        k[0] += 0x9e3779b9u;
        k[1] += 0xbb67ae85u;
    }
    return c[i % 4];
}

/* ---- Requests -------------------------------------------------------------------------------------------------------- */

static const struct { const char *name; float (*narrow)(float); double (*wide)(double); } FUNCTIONS[] = {
    {"exp", exp32, 0}, {"log", log32, 0}, {"tanh", tanh32, 0}, {"sigmoid", sigmoid32, 0}, {"erf", erf32, 0},
    {"sin", 0, sin_of}, {"cos", 0, cos_of}, {"tan", 0, tan_of}, {"asin", 0, asin_of}, {"acos", 0, acos_of},
    {"atan", 0, atan64}, {"sinh", 0, sinh_of}, {"cosh", 0, cosh_of}, {"asinh", 0, asinh_of}, {"acosh", 0, acosh_of},
    {"atanh", 0, atanh_of}, {"log1p", 0, log1p_of}, {"expm1", 0, expm1_of},
};

static long times(long a, long b) {
    if (b && a > ELEMENTS_MAX / b) fail("a tensor is too large", "");
    return a * b;
}

static float *memory(long count) {
    times(count, 1);
    float *x = malloc((size_t)count * sizeof(float) + 1);
    if (!x) fail("out of memory", "");
    return x;
}

/* Byte by byte, so that the order of the machine does not matter. */
static float *tensor(long count) {
    float *x = memory(count);
    for (long i = 0; i < count; i++) {
        unsigned char b[4];
        if (fread(b, 1, 4, stdin) != 4) fail("the input ends within a tensor", "");
        x[i] = float32((uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24);
    }
    return x;
}

static void answer(const float *y, long count) {
    for (long i = 0; i < count; i++) {
        uint32_t bits = isnan(y[i]) ? 0x7fc00000u : bits32(y[i]);
        unsigned char b[4] = {bits & 255, bits >> 8 & 255, bits >> 16 & 255, bits >> 24};
        fwrite(b, 1, 4, stdout);
    }
}

/* Reads the sizes of a request; none may be negative but padding. */
static void sizes(const char *text, long *to, int count) {
    char *end;
    for (int i = 0; i < count; i++) {
        to[i] = strtol(text, &end, 10);
        if (end == text || to[i] < 0) fail("a size is missing or negative at: ", text);
        text = end;
    }
}

static void along_axis(const char *name, const char *rest) {
    long n[3];
    sizes(rest, n, 3);
    int whole = !strcmp(name, "softmax");
    long count = times(times(n[0], n[1]), n[2]), results = whole ? count : times(n[0], n[2]);
    float *x = tensor(count), *y = memory(results);
    for (long i = 0; i < n[0]; i++)
        for (long j = 0; j < n[2]; j++) {
            const float *from = x + i * n[1] * n[2] + j;
            if (whole) softmax(from, y + i * n[1] * n[2] + j, n[1], n[2]);
            else y[i * n[2] + j] = strcmp(name, "sum") ? largest(from, n[1], n[2]) : sum(from, n[1], n[2]);
        }
    answer(y, results);
    free(x);
    free(y);
}

static void matrices(const char *rest) {
    long n[3];
    sizes(rest, n, 3);
    float *a = tensor(times(n[0], n[2])), *b = tensor(times(n[2], n[1])), *c = memory(times(n[0], n[1]));
    gemm(a, b, c, n[0], n[1], n[2]);
    answer(c, n[0] * n[1]);
    free(a);
    free(b);
    free(c);
}

static void convolution(const char *rest) {
    long n[16];
    sizes(rest, n, 16);
    if (n[0] < 1 || n[8] < 1 || n[9] < 1) fail("groups and strides are at least 1 in: conv", rest);
    struct conv v = {n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], {n[8], n[9]}, {n[10], n[11]}, {n[12], n[13]}, {n[14], n[15]}, {0}};
    for (int i = 0; i < 16; i++) times(n[i], 1);
    for (int d = 0; d < 2; d++) {
        long size = n[3 + d] + v.begin[d] + v.end[d] - (n[6 + d] - 1) * v.dilation[d] - 1;
        v.out[d] = size < 0 ? 0 : size / v.stride[d] + 1;
    }
    long filters = times(v.groups, v.filters), results = times(times(times(v.batch, filters), v.out[0]), v.out[1]);
    float *x = tensor(times(times(times(times(v.batch, v.groups), v.channels), v.height), v.width));
    float *w = tensor(times(times(times(filters, v.channels), v.rows), v.columns)), *bias = tensor(filters), *y = memory(results);
    conv(&v, x, w, bias, y);
    answer(y, results);
    free(x);
    free(w);
    free(bias);
    free(y);
}

static void random_numbers(int uniform, const char *rest) {
    long n[3];
    sizes(rest, n, 3);
    float *y = memory(n[2]);
    for (long i = 0; i < n[2]; i++) {
        uint32_t word = philox((uint64_t)n[0], (uint64_t)n[1], (uint64_t)i);
        y[i] = uniform ? (float)(word >> 8) * 0x1p-24f : float32(word);
    }
    answer(y, n[2]);
    free(y);
}

static void elementwise(const char *name, const char *rest) {
    long n;
    sizes(rest, &n, 1);
    int power = !strcmp(name, "pow"), f = 0;
    while (!power && f < COUNT(FUNCTIONS) && strcmp(name, FUNCTIONS[f].name)) f++;
    if (f == COUNT(FUNCTIONS)) fail("unknown request: ", name);
    float *x = tensor(n), *y = power ? tensor(n) : memory(n);
    for (long i = 0; i < n; i++) {
        if (power) y[i] = pow32(x[i], y[i]);
        else if (isnan(x[i])) y[i] = x[i];
        else y[i] = FUNCTIONS[f].narrow ? FUNCTIONS[f].narrow(x[i]) : (float)FUNCTIONS[f].wide(x[i]);
    }
    answer(y, n);
    free(x);
    free(y);
}

int main(void) {
    char line[512], name[16];
    while (fgets(line, sizeof line, stdin)) {
        int length = 0;
        if (sscanf(line, "%15s%n", name, &length) != 1) fail("a request was expected: ", line);
        const char *rest = line + length;
        if (!strcmp(name, "gemm")) matrices(rest);
        else if (!strcmp(name, "conv")) convolution(rest);
        else if (!strcmp(name, "sum") || !strcmp(name, "max") || !strcmp(name, "softmax")) along_axis(name, rest);
        else if (!strcmp(name, "uniform") || !strcmp(name, "bits")) random_numbers(name[0] == 'u', rest);
        else elementwise(name, rest);
        fflush(stdout);
    }
    return 0;
}
