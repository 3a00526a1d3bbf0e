#include "home/broker/revocation.h"
#include "home/authority/crl.h"
#include "home/broker/configuration.h"

bool broker_revoke(const struct home *home, const struct passphrase *passphrase, time_t now,
                   struct failure *failure)
{
    struct people people;
    const char *serials[REVOKED_MOST];
    if (!people_read(home->folder.text, &people, failure)) {
        return false;
    }
    const size_t count = people_revoked_count(&people);
    for (size_t i = 0; i < count; i++) {
        serials[i] = people_revoked_serial(&people, i);
    }
    const struct revocation revocation = {
        .home = home, .passphrase = passphrase, .now = now, .count = count, .revoked = serials};
    return crl_write(&revocation, failure) && broker_write(home, failure);
}
