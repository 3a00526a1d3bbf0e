// Who may read and write which topic: mosquitto's acl_file, deny by default, each identity with
// exactly its rows of docs/protocol.md. It is the second fence, not the first.
#ifndef HOME_BROKER_ACL_H
#define HOME_BROKER_ACL_H

#include "home/broker/identities.h"

// The text of the file, to be freed by the caller; NULL when memory is short.
char *acl_text(const struct home_settings *settings, const struct identities *identities);

#endif
