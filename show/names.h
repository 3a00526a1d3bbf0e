// Who is who in the show.
#ifndef SHOW_NAMES_H
#define SHOW_NAMES_H

#define STAGE_DOOR  "garage"
#define STAGE_OWNER "alice"

// The first one who comes by his phone.
#define STAGE_MEMBER "bob-phone"

#endif
