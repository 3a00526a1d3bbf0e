// What each room keeps in RAM: one object of just that size, to be read from the symbol table.
#include "door/opener.h"

uint8_t state_of_protocol[sizeof(struct image)];
uint8_t state_of_mqtt[sizeof(struct mqtt_session)];
uint8_t state_of_operator[sizeof(struct door)];
uint8_t state_of_store[sizeof(struct store)];
uint8_t state_of_guard[sizeof(struct guard)];
uint8_t state_of_report[sizeof(struct report)];
uint8_t state_of_all_behind_the_opener[sizeof(struct opener)];
