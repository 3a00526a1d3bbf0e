# How a firmware is built: what rooms.cmake says, for a board without an operating system.
# PORTCULLIS_BOARD, from the toolchain's file, names its folder in door/boards.

set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
add_compile_options(-Os -g -ffunction-sections -fdata-sections -fstack-usage)

# portcullis_program(NAME SOURCES source... LIBRARIES library...): a firmware; the board's start-up and
# linker script are a library, ${PORTCULLIS_BOARD}_start.
function(portcullis_program name)
  cmake_parse_arguments(PARSE_ARGV 1 it "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${it_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${it_LIBRARIES} ${PORTCULLIS_BOARD}_start)
  portcullis_warnings(${name})
endfunction()

# Tests whose actors alone want more than 64 KB of RAM; they run on the host.
# And one that takes minutes of an emulated processor.
set(PORTCULLIS_TOO_LARGE mqtt_topic mqtt_session store_damage store_unreadable guard_guard_claims
    protocol_image protocol_eeprom store_power_cut)

# portcullis_test(NAME ...): as in rooms.cmake, but the program runs on the emulated board, which has
# no command line. What needs a host's library or its arguments is left out.
function(portcullis_test name)
  cmake_parse_arguments(PARSE_ARGV 1 it "" "TIMEOUT" "LABELS;SOURCES;LIBRARIES;ARGUMENTS")
  if(it_ARGUMENTS OR NOT quick IN_LIST it_LABELS OR name IN_LIST PORTCULLIS_TOO_LARGE)
    return()
  endif()
  foreach(library IN LISTS it_LIBRARIES)
    if(NOT TARGET ${library})
      return()
    endif()
  endforeach()
  portcullis_program(${name} SOURCES ${it_SOURCES} LIBRARIES ${it_LIBRARIES} board_bench)
  # The actors of tests stand on the stack, two of the largest at once.
  set(stack 0x4000)
  if(name MATCHES "^mqtt_")
    set(stack 0x7800)
  endif()
  target_link_options(${name} PRIVATE -Wl,--defsym=stack_size=${stack})
  add_test(NAME ${name}
           COMMAND ${CMAKE_SOURCE_DIR}/test/board/run ${PORTCULLIS_BOARD} $<TARGET_FILE:${name}>)
  set_tests_properties(${name} PROPERTIES LABELS "${it_LABELS}" TIMEOUT 600 SKIP_RETURN_CODE 77)
endfunction()
