// What the libraries behind the seams keep in RAM, as sizes.c tells it of the rooms.
#include "door/adapters/tcp_lwip.h"
#include "door/adapters/tls_bearssl.h"

uint8_t state_of_stream[sizeof(struct stream)];
uint8_t state_of_tls[sizeof(struct tls)];
uint8_t state_of_tls_records[TLS_IN_SIZE + TLS_OUT_SIZE];
