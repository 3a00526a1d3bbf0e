#include "test/end_to_end/invite_scene.h"
#include "home/link/session.h"
#include "home/people/enrolment.h"
#include "home/people/invitation_file.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

struct house house;
static struct failure failure;
struct path elsewhere;
struct path passphrase;

struct path in(const struct path *folder, const char *name)
{
    struct path path = {""};
    CHECK(path_join(folder->text, name, &path, &failure));
    return path;
}

// Alice invites; the file lies elsewhere.
struct path invited(const char *user, const char *role)
{
    const struct path file = in(&elsewhere, user);
    CHECK_SAME(house_does(&house, "invite", user, "--role", role, "--broker-address", "127.0.0.1",
                          "--out", file.text, "--passphrase-file", passphrase.text, NULL),
               0);
    return file;
}

// A machine joins in a folder of its own; it goes on beside what Alice does.
void joins(struct run *run, const struct path *file, const char *folder)
{
    const struct path home = in(&elsewhere, folder);
    const char *const words[] = {"join", file == NULL ? "--no-wait" : file->text, "--home",
                                 home.text, NULL};
    run_begins(run, &house, words);
}

// What stands between the empty lines: "1234 5678 9012".
bool digits_on(struct run *run, char digits[16])
{
    if (!run_says(run, "\n\n    ", WITHIN)) {
        return false;
    }
    const char *from = run->text + run->read;
    if (!run_says(run, "\n", WITHIN)) {
        return false;
    }
    (void)snprintf(digits, 16, "%.14s", from);
    return true;
}

int alice_accepts(const char *user, const char *digits)
{
    return house_does(&house, "invite", "accept", user, "--digits", digits, "--passphrase-file",
                      passphrase.text, NULL);
}

bool is_among_the_people(const char *user)
{
    static struct people people;
    CHECK(people_read(house.scratch.place.text, &people, &failure));
    return people_find(&people, user) != NULL;
}

enum invitation_state state_of(const char *user)
{
    struct invitations invitations;
    CHECK(invitations_read(house.scratch.place.text, &invitations, &failure));
    const struct invitation *found = invitations_find(&invitations, user);
    CHECK(found != NULL);
    return found == NULL ? INVITATION_CANCELLED : found->state;
}

// Nobody has allowed to close it from afar.
void is_closed_by_hand(void)
{
    house_presses_wall(&house);
    CHECK(house_stands(&house, 0, 10000));
    CHECK(house_is_fresh(&house, "closed"));
}

int with_his_home(const char *folder, const char *word)
{
    const struct path home = in(&elsewhere, folder);
    return house_does(&house, word, "garage", "--home", home.text, NULL);
}

static void ignore(void *self, const struct session_message *message)
{
    (void)self;
    (void)message;
}

// As a broker that was taken over would: this lies on the topic of the invitation from now on.
void broker_shows(const struct path *file, EVP_PKEY *key)
{
    static struct invitation_file invitation;
    static struct session session;
    uint8_t point[POINT_SIZE];
    uint8_t message[ENROL_SIZE];
    char topic[SESSION_TOPIC_ROOM];
    CHECK(invitation_file_read(file->text, &invitation, &failure));
    EVP_PKEY *invite = key_from_scalar(invitation.key);
    struct invitation named = {.kind = INVITATION_MACHINE};
    CHECK(key_point(key, point) && key_point(invite, named.point));
    CHECK(enrolment_sign(invite, point, message));
    EVP_PKEY_free(invite);
    (void)snprintf(topic, sizeof(topic), "portcullis/enrol/%s", invitation_digits(&named).text);
    CHECK(session_init(&session, &house.home, &failure));
    session.receive = ignore;
    CHECK(session_add_topic(&session, topic, &failure) && session_connect(&session, &failure));
    CHECK(session_publish_retained(&session, topic, BYTES_OF(message)));
    for (int i = 0; i < 50 && !session.retained_taken; i++) {
        session_wait(&session, 100);
    }
    CHECK(session.retained_taken);
    session_close(&session);
}
