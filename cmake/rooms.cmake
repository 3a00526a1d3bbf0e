# How a room is built: every room is a library of C11 without extensions, and every include names
# its file from the root of the tree, so that a program can check that includes run downhill.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# portcullis_built(INTO): seconds since 1970 of what is built: the day of the commit, so that one commit
# always gives one firmware; where that can not be asked, now.
function(portcullis_built into)
  execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                  OUTPUT_VARIABLE seconds OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT seconds MATCHES "^[0-9]+$")
    string(TIMESTAMP seconds %s UTC)
  endif()
  set(${into} ${seconds} PARENT_SCOPE)
endfunction()

# portcullis_library(NAME source...): a static library with the house's warnings.
function(portcullis_library name)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  portcullis_warnings(${name})
endfunction()

# portcullis_program(NAME SOURCES source... LIBRARIES library...): a Linux program.
function(portcullis_program name)
  cmake_parse_arguments(PARSE_ARGV 1 it "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${it_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${it_LIBRARIES})
  portcullis_warnings(${name})
  target_link_options(${name} PRIVATE -pie -Wl,-z,relro,-z,now)
endfunction()

# portcullis_test(NAME LABEL label... SOURCES source... LIBRARIES library... [ARGUMENTS arg...]
#                 [TIMEOUT seconds]): a program whose exit code is the verdict.
# Labels say when it runs: quick (./check --quick), full (./check), night (./check --night). A part
# of the night finds its seed in PORTCULLIS_SEED and is recorded in docs/soak.md. Exit code 77: it
# could not run here, and a line "skipped: REASON" said why.
function(portcullis_test name)
  cmake_parse_arguments(PARSE_ARGV 1 it "" "TIMEOUT" "LABELS;SOURCES;LIBRARIES;ARGUMENTS")
  set(recorded)
  if(night IN_LIST it_LABELS)
    set(recorded ${CMAKE_SOURCE_DIR}/test/night/record ${name})
  endif()
  if(NOT it_TIMEOUT AND recorded)
    set(it_TIMEOUT 36000)
  elseif(NOT it_TIMEOUT)
    set(it_TIMEOUT 60)
  endif()
  portcullis_program(${name} SOURCES ${it_SOURCES} LIBRARIES ${it_LIBRARIES} insist_abort)
  add_test(NAME ${name} COMMAND ${recorded} $<TARGET_FILE:${name}> ${it_ARGUMENTS})
  set_tests_properties(${name} PROPERTIES LABELS "${it_LABELS}" TIMEOUT ${it_TIMEOUT}
                       SKIP_RETURN_CODE 77)
endfunction()

# POSIX on top of C11, for the rooms that talk to an operating system.
function(portcullis_posix)
  foreach(target IN LISTS ARGN)
    target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L)
  endforeach()
endfunction()
