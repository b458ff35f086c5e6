#!/bin/sh
# A Docker Engine for tests: in a network namespace and mount namespace of its own, so that neither its firewall
# rules nor its mounts touch the machine. Says "ready" and ends, with everything it made, when its input ends.
#
#   engine.sh FOLDER NAME HOST_ADDRESS ENGINE_ADDRESS
set -eu
folder=$1 name=$2 host=$3 guest=$4
link=$name
engine=

clean() {
    trap - EXIT INT TERM HUP
    if [ -n "$engine" ]; then
        kill "$engine" 2>/dev/null || :
        wait "$engine" 2>/dev/null || :
    fi
    ip link delete "$link" 2>/dev/null || :
    ip netns delete "$name" 2>/dev/null || :
    for group in /sys/fs/cgroup/*/"$name" /sys/fs/cgroup/"$name"; do
        if [ -d "$group" ]; then find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || :; fi
    done
    rm -rf "$folder/data" "$folder/exec" "$folder/engine.pid" "$folder/engine.sock"
}
trap clean EXIT
trap 'exit 1' INT TERM HUP

ip netns add "$name"
ip link add "$link" type veth peer name eth0 netns "$name"
ip address add "$host/30" dev "$link"
ip link set "$link" up
ip -n "$name" address add "$guest/30" dev eth0
ip -n "$name" link set lo up
ip -n "$name" link set eth0 up
ip -n "$name" route add default via "$host"

# Overlay on top of some file systems does not work; vfs always does.
for driver in overlay2 vfs; do
    nsenter --net="/run/netns/$name" unshare --mount dockerd \
        --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/engine.pid" \
        --host "unix://$folder/engine.sock" --storage-driver "$driver" --shutdown-timeout 1 \
        --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$name" --insecure-registry "$host/32" \
        </dev/null >"$folder/engine.log" 2>&1 &
    engine=$!
    looks=0
    while kill -0 "$engine" 2>/dev/null && [ $looks -lt 300 ]; do
        if grep -q 'API listen on' "$folder/engine.log"; then
            echo ready
            cat >/dev/null
            exit 0
        fi
        looks=$((looks + 1))
        sleep 0.1
    done
    kill "$engine" 2>/dev/null || :
    wait "$engine" 2>/dev/null || :
    engine=
done
cat "$folder/engine.log"
exit 1
