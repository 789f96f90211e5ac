# cmake -D ROOT=... -D SOURCES=... -D SETTINGS=... -D VERSION=... -D OUTPUT=... -P <this>
#
# Writes OUTPUT, the source of sim/build_fingerprint.h. SOURCES: a file with the names of the sources
# relative to ROOT, sorted, one a line. SETTINGS: a file with compiler and flags.
cmake_minimum_required(VERSION 3.25)

file(SHA256 "${SETTINGS}" settings)
set(digests "${settings}\n")
file(STRINGS "${SOURCES}" names)
foreach(name IN LISTS names)
  file(SHA256 "${ROOT}/${name}" digest)
  string(APPEND digests "${digest} ${name}\n")
endforeach()
string(SHA256 FINGERPRINT "${digests}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/build_fingerprint.cc.in" "${OUTPUT}" @ONLY)
# configure_file leaves a file alone that would not change; without a new time the build runs this
# every time.
file(TOUCH "${OUTPUT}")
