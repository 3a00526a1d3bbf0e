# Configuring and building a preset; source say.sh first and stand in the root of the tree.
# shellcheck shell=sh

# build_preset PRESET LOG [TARGET]: says what it does; on failure shows the log's end and returns 1.
build_preset() {
    preset=$1
    log=$2
    begin_log "$log"
    fresh=
    if [ -f "build/$preset/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "build/$preset/CMakeCache.txt"; then
        fresh=--fresh # the tree was moved or copied here together with its build/
    fi
    # shellcheck disable=SC2086 # empty or one word
    quietly "configuring build/$preset" "$log" cmake --preset "$preset" $fresh || return 1
    # shellcheck disable=SC2086 # empty or two words
    quietly "building build/$preset" "$log" cmake --build --preset "$preset" \
        --parallel "$(nproc)" ${3:+--target "$3"}
}
