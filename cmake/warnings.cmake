# The house's warnings. Presets make them errors; somebody who builds a release does not have to.

set(PORTCULLIS_WARNINGS
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Wcast-align
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wswitch-enum -Wundef -Wvla
    -Wwrite-strings -Wpointer-arith -Wformat=2 -Wdouble-promotion -Wnull-dereference
    -Wimplicit-fallthrough -Wredundant-decls -fno-common)
if(CMAKE_C_COMPILER_ID STREQUAL GNU)
  # clang, and with it clang-tidy, does not know these.
  list(APPEND PORTCULLIS_WARNINGS -Wlogical-op -Wduplicated-cond -Wduplicated-branches
       -Wjump-misses-init)
endif()
option(PORTCULLIS_WERROR "warnings are errors" OFF)
if(PORTCULLIS_WERROR)
  list(APPEND PORTCULLIS_WARNINGS -Werror)
endif()

function(portcullis_warnings target)
  target_compile_options(${target} PRIVATE ${PORTCULLIS_WARNINGS})
endfunction()

# Portable door code also promises a small stack.
function(portcullis_small_stack)
  if(CMAKE_C_COMPILER_ID STREQUAL GNU AND NOT PORTCULLIS_SANITIZE AND NOT PORTCULLIS_COVERAGE)
    foreach(target IN LISTS ARGN)
      target_compile_options(${target} PRIVATE -Wstack-usage=512)
    endforeach()
  endif()
endfunction()
