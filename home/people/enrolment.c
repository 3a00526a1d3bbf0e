#include "home/people/enrolment.h"
#include "base/reader.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum {
    DIGITS = 12,
    ROUNDS = 600000 // under half a second; for who looks for a twin, 10^12 times that
};

bool enrolment_sign(EVP_PKEY *invite, const uint8_t point[POINT_SIZE], uint8_t message[ENROL_SIZE])
{
    struct enrol enrol = {.kind = KEY_RAW};
    uint8_t invite_point[POINT_SIZE];
    if (!key_point(invite, invite_point)) {
        return false;
    }
    key8_of(invite_point, enrol.invite8);
    memcpy(enrol.point, point, POINT_SIZE);
    enrol_encode(&enrol, message);
    return key_sign(invite, (struct bytes){message, ENROL_COVERED}, message + ENROL_COVERED);
}

bool enrolment_digits_of(struct bytes message, struct enrolment_digits *out,
                         struct failure *failure)
{
    static const uint8_t salt[] = "portcullis enrol digits";
    static const uint64_t modulus = 1000000000000U; // 10^12
    uint8_t drawn[8];
    struct reader r = reader_over(BYTES_OF(drawn));
    const bool drew =
        PKCS5_PBKDF2_HMAC((const char *)message.at, ENROL_COVERED, salt, sizeof(salt) - 1, ROUNDS,
                          EVP_sha256(), sizeof(drawn), drawn) == 1;
    ERR_clear_error();
    if (!drew) {
        return failure_say(failure, "OpenSSL did not make the 12 digits; try again");
    }
    const uint64_t number = reader_u64(&r) % modulus;
    (void)snprintf(out->text, sizeof(out->text), "%04u %04u %04u", (unsigned)(number / 100000000),
                   (unsigned)(number / 10000 % 10000), (unsigned)(number % 10000));
    return true;
}

// The digits without their blanks; false: there are not twelve, or something else is among them.
static bool bare(const char *text, char digits[DIGITS])
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        if (*text == ' ' || *text == '\n') {
            continue;
        }
        if (*text < '0' || *text > '9' || count == DIGITS) {
            return false;
        }
        digits[count++] = *text;
    }
    return count == DIGITS;
}

bool enrolment_digits_are(const struct enrolment_digits *digits, const char *typed)
{
    char ours[DIGITS];
    char theirs[DIGITS];
    return bare(digits->text, ours) && bare(typed, theirs) && memcmp(ours, theirs, DIGITS) == 0;
}

static bool is_a_point(const uint8_t point[POINT_SIZE])
{
    EVP_PKEY *key = key_from_point(point);
    EVP_PKEY_free(key);
    return key != NULL;
}

// A door refuses a roster with one key twice as a whole.
static bool stop_point_fits(const struct enrol *enrol)
{
    return !enrol_has_stop_point(enrol) ||
           (is_a_point(enrol->stop_point) &&
            memcmp(enrol->stop_point, enrol->point, POINT_SIZE) != 0);
}

// P-256 points of the kinds that were invited: a machine's is raw and alone, a phone's may be a passkey,
// with a raw one beside it that only stops.
static bool shows_a_key(const struct enrol *enrol, const struct invitation *invitation)
{
    if (invitation->kind == INVITATION_MACHINE &&
        (enrol->kind != KEY_RAW || enrol_has_stop_point(enrol))) {
        return false;
    }
    return (enrol->kind == KEY_RAW || enrol->kind == KEY_PASSKEY) && is_a_point(enrol->point) &&
           stop_point_fits(enrol);
}

static bool is_signed(const struct invitation *invitation, struct bytes message)
{
    EVP_PKEY *invite = key_from_point(invitation->point);
    const bool holds = invite != NULL && key_verify_message(invite, message);
    EVP_PKEY_free(invite);
    return holds;
}

static bool is_the_first(const struct invitation *invitation)
{
    static const uint8_t none[HASH_SIZE];
    return memcmp(invitation->enrol_hash, none, HASH_SIZE) == 0;
}

static enum enrolment_answer judge(struct invitation *invitation, const uint8_t hash[HASH_SIZE],
                                   time_t now)
{
    const bool same = memcmp(invitation->enrol_hash, hash, HASH_SIZE) == 0;
    if (invitation->state != INVITATION_OPEN) {
        const bool was_let_in =
            invitation->state == INVITATION_LET_IN || invitation->state == INVITATION_USED;
        return was_let_in && same ? ENROLMENT_AGAIN : ENROLMENT_CLOSED;
    }
    if (!invitation_is_open(invitation, now)) {
        return ENROLMENT_EXPIRED;
    }
    if (!same && !is_the_first(invitation)) {
        invitation_close(invitation, INVITATION_REFUSED);
        return ENROLMENT_SECOND;
    }
    memcpy(invitation->enrol_hash, hash, HASH_SIZE);
    return ENROLMENT_TAKEN;
}

enum enrolment_answer enrolment_take(struct invitations *invitations, struct bytes message,
                                     time_t now, struct invitation **out)
{
    struct enrol enrol;
    uint8_t hash[HASH_SIZE];
    *out = NULL;
    if (!enrol_decode(message, &enrol)) {
        return ENROLMENT_NONE;
    }
    struct invitation *invitation = invitations_of_key(invitations, enrol.invite8);
    if (invitation == NULL || !is_signed(invitation, message) || !shows_a_key(&enrol, invitation)) {
        return ENROLMENT_NONE;
    }
    sha256_of((struct bytes){message.at, ENROL_COVERED}, hash);
    *out = invitation;
    return judge(invitation, hash, now);
}
