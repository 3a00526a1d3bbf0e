// What lwIP wants to know of the compiler: the C library's headers say the rest.
#ifndef DOOR_BOARDS_LM3S6965EVB_LWIP_OPTIONS_ARCH_CC_H
#define DOOR_BOARDS_LM3S6965EVB_LWIP_OPTIONS_ARCH_CC_H

#define LWIP_NO_CTYPE_H 1 // comparisons do for digits and blanks; a table is larger
#define LWIP_PLATFORM_DIAG(x)
#define LWIP_PLATFORM_ASSERT(x)

#endif
