// Whose broker/ is. Where root has made the home and mosquitto runs as somebody else (run_as), mosquitto's
// user reads what is in it and writes none of it: at its next start mosquitto reads its configuration as
// root, so whoever could write there would be root (docs/decisions/0014-who-writes-the-brokers-files.md).
// broker/data alone, where mosquitto keeps what it must, is his.
#ifndef HOME_BROKER_HAND_OVER_H
#define HOME_BROKER_HAND_OVER_H

#include "home/folder/home.h"

// The home at folder is root's, this process too, and its broker runs as somebody else who is there.
MUST_USE bool broker_is_handed_over(const struct home *home);

// Makes it so, in a home made now or before this was so: broker/ of mode FOLDER_SHARED, its files as
// file_write makes them there, and a way to it through the home. Nothing to do where the broker runs as
// whoever this is; refused where it is somebody else and this is not root.
MUST_USE bool broker_hand_over(const char *folder, const struct home_settings *settings,
                               struct failure *failure);

#endif
