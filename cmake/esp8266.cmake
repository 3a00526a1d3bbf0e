# The toolchain of the ESP8266's processor, an lx106, by Debian's compiler and C library.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR xtensa)
set(CMAKE_C_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_ASM_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# From flash the chip loads whole words alone: -mforce-l32 makes every load one of a word, so that
# constants may stay in flash and RAM is kept for what changes.
set(CMAKE_C_FLAGS_INIT "-mlongcalls -mtext-section-literals -mforce-l32 -fno-builtin")
set(CMAKE_ASM_FLAGS_INIT "-mlongcalls -mtext-section-literals")
set(CMAKE_C_STANDARD_INCLUDE_DIRECTORIES /usr/lib/xtensa-lx106-elf/include)
set(CMAKE_EXECUTABLE_SUFFIX .elf)
set(CMAKE_EXECUTABLE_SUFFIX_C .elf)
set(PORTCULLIS_BOARD esp8266)
# Its products have 32 bits.
set(PORTCULLIS_ARITHMETIC 15)
set(CMAKE_EXE_LINKER_FLAGS_INIT -L/usr/lib/xtensa-lx106-elf/lib)
# Behind everything else: what any code may call.
set(CMAKE_C_STANDARD_LIBRARIES -lgcc)
