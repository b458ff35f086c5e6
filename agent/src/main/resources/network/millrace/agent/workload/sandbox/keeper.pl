# Stands beside one workload of an ordinary user's sandbox, in the user namespace that holds all of them, and does what
# root has the kernel for:
#
#   - takes connections on loopback ports of the machine, from the agent's own user only, and passes them into the
#     workload's network namespace;
#   - measures the workload's memory and kills it when it is more than its limit.
#
# It ends with the workload, and outlives the agent. Only perl-base is used, which every Debian has.
#
#   perl keeper.pl open PROCESS START MEMORY FOLDER ADDRESS PORT...   opens the loopback ports, then becomes
#   perl keeper.pl keep PROCESS START MEMORY FOLDER ADDRESS FD:PORT:OUTER... (inside the workload's network)
#
# PROCESS is the workload's first process and START when it began, in clock ticks since boot. MEMORY is in bytes; 0 if
# somebody else takes care of it. FOLDER is where "ports" is written, one line "PORT OUTER" each, and "out-of-memory"
# when the workload was killed for that.
use strict;
use warnings;
use Errno qw(EAGAIN EINPROGRESS EINTR EWOULDBLOCK);
use Fcntl qw(F_SETFL O_NONBLOCK);
use POSIX ();
use Socket qw(:DEFAULT IPPROTO_TCP TCP_NODELAY);

my $CONNECTIONS_MAX = 256;
my $BUFFER_MAX      = 65536;
my $LOOK_S          = 0.1;
my $PAGE            = POSIX::sysconf(POSIX::_SC_PAGESIZE());
my $DIAGNOSIS       = 200;    # the descriptor by which the kernel is asked about the machine's own connections

my ($stage, $process, $start, $memory, $folder, $address, @ports) = @ARGV;
$SIG{PIPE} = 'IGNORE';

# ---- Before it enters the workload's network --------------------------------------------------------------------

sub open_ports {
    $^F = 1_000_000;         # what is opened now stays open for the program that we become
    my (@handles, @told, $lines);
    $lines = '';
    for my $port (@ports) {
        socket(my $listener, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
        bind($listener, pack_sockaddr_in(0, INADDR_LOOPBACK)) or die "bind: $!\n";
        listen($listener, 128) or die "listen: $!\n";
        my ($outer) = unpack_sockaddr_in(getsockname($listener));
        push @handles, $listener;
        push @told, fileno($listener) . ":$port:$outer";
        $lines .= "$port $outer\n";
    }
    # Opened here it goes on answering about the machine's connections, not the workload's.
    socket(my $diagnosis, 16, SOCK_RAW, 4) or die "socket for diagnosis: $!\n";
    POSIX::dup2(fileno($diagnosis), $DIAGNOSIS) or die "dup2: $!\n";
    open(my $file, '>', "$folder/ports.draft") or die "$folder/ports.draft: $!\n";
    print $file $lines;
    close($file) or die "$folder/ports.draft: $!\n";
    rename("$folder/ports.draft", "$folder/ports") or die "$folder/ports: $!\n";
    exec('nsenter', "--net=/proc/$process/ns/net", '--', $^X, $0, 'keep', $process, $start, $memory, $folder, $address, @told);
    die "nsenter: $!\n";
}

# ---- Inside ------------------------------------------------------------------------------------------------------

my (%listeners, @connections, $diagnosis);
my $asked = 0;

sub keep {
    open($diagnosis, '+<&=', $DIAGNOSIS) or die "descriptor $DIAGNOSIS: $!\n";
    for my $told (@ports) {
        my ($fd, $port, $outer) = split /:/, $told;
        open(my $listener, '+<&=', $fd) or die "descriptor $fd: $!\n";
        fcntl($listener, F_SETFL, O_NONBLOCK);
        $listeners{$fd} = { handle => $listener, port => $port, outer => $outer };
    }
    my $next_look = 0;
    while (1) {
        my $now = clock();
        if ($now >= $next_look) {
            exit 0 if began($process) ne $start;
            look_at_memory() if $memory > 0;
            $next_look = $now + $LOOK_S;
        }
        serve($next_look - clock());
    }
}

sub clock { my ($up) = split / /, slurp('/proc/uptime'); return $up }

sub slurp {
    my ($name) = @_;
    open(my $file, '<', $name) or return '';
    local $/;
    my $text = <$file>;
    return defined $text ? $text : '';
}

# Field 22, counted behind the name, which may contain anything but is the last in parentheses.
sub began {
    my ($id) = @_;
    my $stat = slurp("/proc/$id/stat");
    return '' if $stat !~ /^.*\) (.*)$/s;
    my @fields = split / /, $1;
    return $fields[0] eq 'Z' ? '' : $fields[19];
}

# ---- Memory ------------------------------------------------------------------------------------------------------

# All processes of the workload, also those that a shell has brought in: they share its process namespace.
sub processes {
    opendir(my $all, "/proc/$process/root/proc") or return ();
    my @found = map { "/proc/$process/root/proc/$_" } grep { /^[0-9]+$/ } readdir($all);
    closedir($all);
    return @found;
}

# First what is quickly read and never less than the truth; only when that is too much, what counts.
sub look_at_memory {
    my @processes = processes();
    my $resident  = 0;
    for my $each (@processes) {
        my @statm = split / /, slurp("$each/statm");
        $resident += $statm[1] * $PAGE if @statm > 1;
    }
    my $swapped = 0;
    return if $resident <= $memory && !has_swap();
    my $counted = 0;
    for my $each (@processes) {
        my $rollup = slurp("$each/smaps_rollup");
        $counted += $1 * 1024 while $rollup =~ /^(?:Pss_Anon|Pss_Shmem|SwapPss):\s+([0-9]+) kB/mg;
    }
    return if $counted <= $memory;
    open(my $mark, '>', "$folder/out-of-memory");
    print $mark "$counted\n" if $mark;
    close($mark) if $mark;
    kill 'KILL', $process;
}

my $swap_known;
my $swap_asked = -1e9;

sub has_swap {
    my $now = clock();
    if ($now - $swap_asked > 10) {
        $swap_known = slurp('/proc/swaps') =~ /\n./;
        $swap_asked = $now;
    }
    return $swap_known;
}

# ---- Connections -------------------------------------------------------------------------------------------------

# A flow reads from one side and writes to the other; a connection has two.
sub serve {
    my ($wait) = @_;
    my ($read, $write) = ('', '');
    if (@connections < $CONNECTIONS_MAX) { vec($read, $_, 1) = 1 for keys %listeners }
    for my $connection (@connections) {
        if ($connection->{connecting}) { vec($write, fileno($connection->{inner}), 1) = 1; next }
        for my $flow (@{ $connection->{flows} }) {
            vec($read, fileno($flow->{from}), 1) = 1 if !$flow->{ended} && length($flow->{buffer}) < $BUFFER_MAX;
            vec($write, fileno($flow->{to}), 1) = 1 if length($flow->{buffer}) > 0;
        }
    }
    my $ready = select($read, $write, undef, $wait > 0 ? $wait : 0);
    return if $ready <= 0;
    for my $fd (keys %listeners) { take($listeners{$fd}) if vec($read, $fd, 1) }
    for my $connection (@connections) { advance($connection, $read, $write) }
    @connections = grep { !$_->{closed} } @connections;
}

sub take {
    my ($listener) = @_;
    my $peer = accept(my $outer, $listener->{handle}) or return;
    if (!is_ours($peer, $listener->{outer})) { close($outer); return }
    socket(my $inner, PF_INET, SOCK_STREAM, 0) or return;
    fcntl($_, F_SETFL, O_NONBLOCK) for $outer, $inner;
    setsockopt($_, IPPROTO_TCP, TCP_NODELAY, 1) for $outer, $inner;
    my $connected = connect($inner, pack_sockaddr_in($listener->{port}, inet_aton($address)));
    if (!$connected && $! != EINPROGRESS) { refuse($outer); return }
    push @connections, {
        outer      => $outer,
        inner      => $inner,
        connecting => !$connected,
        flows      => [
            { from => $outer, to => $inner, buffer => '', ended => 0, told => 0 },
            { from => $inner, to => $outer, buffer => '', ended => 0, told => 0 },
        ],
    };
}

# Whether the other end belongs to the user that this namespace's root is: to the agent, not to others on this machine.
# One question to the kernel about this very connection (sock_diag, as "ss" does); the tables in /proc take milliseconds.
sub is_ours {
    my ($peer, $outer) = @_;
    my ($port, $ip) = unpack_sockaddr_in($peer);
    $asked++;
    my $family = pack('CCCxL', AF_INET, IPPROTO_TCP, 0, 0xffffffff);
    my $which  = pack('nn', $port, $outer) . pack('a16a16', $ip, INADDR_LOOPBACK) . pack('LLL', 0, 0xffffffff, 0xffffffff);
    my $question = pack('LSSLL', 72, 20, 1, $asked, 0) . $family . $which;
    send($diagnosis, $question, 0) or return 0;
    while (defined recv($diagnosis, my $answer, 8192, 0)) {
        my (undef, $type, undef, $sequence) = unpack('LSSL', $answer);
        next if $sequence != $asked;
        return $type == 20 && names_us($answer, $port, $outer);
    }
    return 0;
}

# A socket that was closed already has no inode, and its user is told as 0, which is us: such a one is nobody's.
sub names_us {
    my ($answer, $port, $outer) = @_;
    return 0 if length($answer) < 88;
    my ($from, $to) = unpack('nn', substr($answer, 20, 4));
    my ($user, $inode) = unpack('LL', substr($answer, 80, 8));
    return $from == $port && $to == $outer && $user == 0 && $inode != 0;
}

# A reset, as from a port that nobody listens on.
sub refuse {
    my ($handle) = @_;
    setsockopt($handle, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0));
    close($handle);
}

sub advance {
    my ($connection, $read, $write) = @_;
    if ($connection->{connecting}) {
        return if !vec($write, fileno($connection->{inner}), 1);
        my $failure = unpack('i', getsockopt($connection->{inner}, SOL_SOCKET, SO_ERROR));
        if ($failure) { refuse($connection->{outer}); close($connection->{inner}); $connection->{closed} = 1 }
        $connection->{connecting} = 0;
        return;
    }
    for my $flow (@{ $connection->{flows} }) {
        my $alive = 1;
        $alive = fill($flow)         if vec($read,  fileno($flow->{from}), 1);
        $alive = $alive && pour($flow) if length($flow->{buffer}) > 0;
        if (!$alive) {
            refuse($connection->{outer});
            close($connection->{inner});
            $connection->{closed} = 1;
            return;
        }
        if ($flow->{ended} && !$flow->{told} && !length($flow->{buffer})) {
            shutdown($flow->{to}, 1);
            $flow->{told} = 1;
        }
    }
    if (!grep { !$_->{told} } @{ $connection->{flows} }) {
        close($connection->{outer});
        close($connection->{inner});
        $connection->{closed} = 1;
    }
}

sub fill {
    my ($flow) = @_;
    my $count = sysread($flow->{from}, $flow->{buffer}, $BUFFER_MAX, length($flow->{buffer}));
    return passing() if !defined $count;
    $flow->{ended} = 1 if $count == 0;
    return 1;
}

sub pour {
    my ($flow) = @_;
    my $count = syswrite($flow->{to}, $flow->{buffer});
    return passing() if !defined $count;
    substr($flow->{buffer}, 0, $count) = '';
    return 1;
}

sub passing { return $! == EAGAIN || $! == EWOULDBLOCK || $! == EINTR }

if ($stage eq 'open') { open_ports() }
else                  { keep() }
