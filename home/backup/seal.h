// The file of a backup: bytes sealed under a passphrase, by OpenSSL.
//
//     PCB1 | cost1 | r1 | p1 | 0 | made8 | salt16 | nonce12 | length4    48 bytes, the head
//     length bytes, AES-256-GCM (NIST SP 800-38D) over the head as associated data
//     tag16 | crc32 of all before it
//
// The key is scrypt (RFC 7914) of the passphrase and the salt with N = 2^cost, r and p. The checksum
// finds damage, so that a wrong passphrase can be called one; the tag finds malice.
#ifndef HOME_BACKUP_SEAL_H
#define HOME_BACKUP_SEAL_H

#include "home/authority/key.h"
#include "home/backup/archive.h"

#include <time.h>

enum {
    SEAL_COST = 16, // 64 MiB, a third of a second
    SEAL_COST_LEAST = 6,
    SEAL_COST_MOST = 20, // 1 GiB: more is asked of nobody by a file of unknown origin
    SEAL_HEAD = 48,
    SEAL_TAIL = 16 + 4,
    SEALED_MOST = SEAL_HEAD + ARCHIVE_MOST + SEAL_TAIL
};

struct seal {
    const struct passphrase *passphrase;
    uint8_t cost;
    time_t made;
};

// The sealed bytes come in out and are freed with archive_free, as the opened ones are.
MUST_USE bool seal_close(const struct seal *seal, struct bytes open, struct archive *out,
                         struct failure *failure);

// What can be said without the passphrase: it is a backup, whole, and made then. Failures name the
// file.
MUST_USE bool seal_look(struct bytes sealed, const char *file, time_t *made,
                        struct failure *failure);

// Gives nothing out before all of it was proven.
MUST_USE bool seal_open(struct bytes sealed, const char *file, const struct passphrase *passphrase,
                        struct archive *out, struct failure *failure);

#endif
