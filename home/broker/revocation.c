#include "home/broker/revocation.h"
#include "home/authority/crl.h"

bool broker_revoke(const struct home *home, const struct people *people,
                   const struct passphrase *passphrase, time_t now, struct failure *failure)
{
    const char *serials[REVOKED_MOST];
    const size_t count = people_revoked_count(people);
    bool are_known = false;
    struct failure none_yet;
    if (count == 0) {
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        serials[i] = people_revoked_serial(people, i);
    }
    if (crl_revokes_all(home, serials, count, &are_known, &none_yet) && are_known) {
        return true;
    }
    const struct revocation revocation = {
        .home = home, .passphrase = passphrase, .now = now, .count = count, .revoked = serials};
    return crl_write(&revocation, failure);
}
