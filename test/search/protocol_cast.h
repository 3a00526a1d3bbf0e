// Who plays in a protocol_world: the door's image, two rosters, and people who sign.
#ifndef TEST_SEARCH_PROTOCOL_CAST_H
#define TEST_SEARCH_PROTOCOL_CAST_H

#include "test/search/protocol_world.h"

// Makes them; what is asked for below is valid from then on, and for ever.
void protocol_cast(void);

const struct image *protocol_image(void);

// 1 knows A and B, signed by recovery; 2 has taken B out, signed by the admin.
struct bytes protocol_roster(unsigned version);

// The last level of the person's topic.
const char *protocol_user(enum person person);

#endif
