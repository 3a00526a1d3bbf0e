#include "home/broker/password.h"
#include "home/authority/key.h"

#include <openssl/crypto.h>
#include <openssl/err.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SALT_SIZE = 12,
    SALT_DIGITS = 16, // base 64
    DIGEST_SIZE = 64,
    DIGEST_DIGITS = 88,
    ROUNDS = 101
};

bool password_draw(struct password *out, struct failure *failure)
{
    uint8_t drawn[PASSWORD_DIGITS / 2];
    if (!random_fill(drawn, sizeof(drawn), failure)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(drawn); i++) {
        (void)snprintf(out->text + 2 * i, 3, "%02x", drawn[i]);
    }
    OPENSSL_cleanse(drawn, sizeof(drawn));
    return true;
}

static bool hash_with(const char *password, const uint8_t salt[SALT_SIZE],
                      char login[LOGIN_MOST + 1])
{
    uint8_t digest[DIGEST_SIZE];
    uint8_t salt_text[SALT_DIGITS + 1];
    uint8_t digest_text[DIGEST_DIGITS + 1];
    const bool hashed = PKCS5_PBKDF2_HMAC(password, (int)strlen(password), salt, SALT_SIZE, ROUNDS,
                                          EVP_sha512(), DIGEST_SIZE, digest) == 1;
    if (hashed) {
        (void)EVP_EncodeBlock(salt_text, salt, SALT_SIZE); // fills exactly its digits
        (void)EVP_EncodeBlock(digest_text, digest, DIGEST_SIZE);
        (void)snprintf(login, LOGIN_MOST + 1, "$7$%d$%s$%s", ROUNDS, (const char *)salt_text,
                       (const char *)digest_text);
    }
    ERR_clear_error();
    return hashed;
}

bool password_hash(const char *password, char login[LOGIN_MOST + 1], struct failure *failure)
{
    uint8_t salt[SALT_SIZE];
    if (!random_fill(salt, sizeof(salt), failure)) {
        return false;
    }
    return hash_with(password, salt, login) ||
           failure_say(failure, "OpenSSL did not hash the password; check that its library is "
                                "whole");
}

bool password_is(const char *password, const char *login)
{
    static const char before[] = "$7$101$";
    uint8_t salt[SALT_SIZE];
    char again[LOGIN_MOST + 1] = "";
    const size_t start = sizeof(before) - 1;
    if (strncmp(login, before, start) != 0 ||
        strlen(login) != start + SALT_DIGITS + 1 + DIGEST_DIGITS ||
        EVP_DecodeBlock(salt, (const uint8_t *)login + start, SALT_DIGITS) != SALT_SIZE) {
        return false;
    }
    return hash_with(password, salt, again) && CRYPTO_memcmp(again, login, strlen(login) + 1) == 0;
}

static void print_login(FILE *text, const char *user, const char *login)
{
    if (login[0] != '\0') {
        (void)fprintf(text, "%s:%s\n", user, login);
    }
}

static void print_logins(FILE *text, const struct home_settings *settings,
                         const struct identities *identities)
{
    for (uint8_t i = 0; i < identities->people.count; i++) {
        const struct person *person = &identities->people.at[i];
        const struct user_name name = person_user(person);
        // Where this command line has a name of the user's choice, its password is his as well.
        const bool elsewhere =
            settings->broker_user[0] != '\0' && strcmp(name.text, settings->owner) == 0;
        const bool over = person_is_over(person, identities->now);
        if (person_connects(person) && !name_is_of_the_broker(name.text) && !elsewhere && !over) {
            print_login(text, name.text, person->login);
        }
    }
    for (uint8_t i = 0; i < identities->invitations.count; i++) {
        const struct invitation *invitation = &identities->invitations.at[i];
        if (invitation_is_at_the_broker(invitation, identities->now)) {
            print_login(text, invitation_login(invitation).text, invitation->login);
        }
    }
    for (size_t i = 0; i < identities->doors.count; i++) {
        print_login(text, identities->door_login[i].user, identities->door_login[i].hash);
    }
}

char *passwords_text(const struct home_settings *settings, const struct identities *identities)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    print_logins(text, settings, identities);
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(written);
        return NULL;
    }
    return written;
}
