// A broker that refuses whoever comes: what a member's home is told, and what it takes for "the owner has
// heard that the certificate was taken".
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/cli/invitations/make_member.h"
#include "home/link/joining.h"
#include "test/support/check.h"
#include "test/unit/home/broker_bench.h"
#include "test/unit/home/refusing_broker.h"

#include <signal.h>
#include <string.h>

enum {
    HOUR = 3600,
    UNSPECIFIED = 0x80,
    UNKNOWN_NAME = 0x85,
    BAD_NAME_OR_PASSWORD = 0x86,
    NOT_AUTHORIZED = 0x87,
    UNAVAILABLE = 0x88,
    BUSY = 0x89,
    QUOTA_EXCEEDED = 0x97
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct home bobs;
static struct path joined;
static struct invitation_file file;
static struct invitation let_in;

// A run that was cut off after the certificate came: only the broker is to be told.
static void bob_has_his_certificate(void)
{
    struct path lasting;
    folder_remove(joined.text);
    CHECK(make_member(joined.text, &file, &failure));
    CHECK(home_open_any(joined.text, &bobs, &failure));
    CHECK(home_path(&bobs, "link/lasting.crt", &lasting, &failure));
    CHECK(file_write(lasting.text, bytes_of_text(let_in.lasting.text), &failure));
}

static bool settles_at(uint8_t reason_code)
{
    bob_has_his_certificate();
    const pid_t broker = refusing_broker_start(&home, reason_code);
    CHECK(broker > 0);
    const bool settled = joining_settle(&bobs, &failure);
    CHECK(joining_is_open(&bobs) == !settled);
    bench_stop(broker);
    return settled;
}

static void who_is_shut_out_was_told_of_before(void)
{
    CHECK(settles_at(BAD_NAME_OR_PASSWORD));
    CHECK(settles_at(NOT_AUTHORIZED));
}

static void a_broker_that_has_no_time_has_told_the_owner_nothing(void)
{
    static const uint8_t codes[] = {UNSPECIFIED, UNKNOWN_NAME, UNAVAILABLE, BUSY, QUOTA_EXCEEDED};
    for (size_t i = 0; i < sizeof(codes); i++) {
        CHECK(!settles_at(codes[i]));
        CHECK(strstr(failure.text, "refused us") != NULL);
    }
}

static bool connects(const struct home *whose)
{
    static struct session session;
    const bool open =
        session_init(&session, whose, &failure) && session_connect(&session, &failure);
    session_close(&session);
    return open;
}

static void a_member_is_sent_to_the_owner_and_not_to_the_owners_commands(void)
{
    bob_has_his_certificate();
    const pid_t broker = refusing_broker_start(&home, NOT_AUTHORIZED);
    CHECK(broker > 0);
    CHECK(!connects(&bobs));
    CHECK(strstr(failure.text, "the owner has yet to give it its new rules") != NULL);
    CHECK(strstr(failure.text, "broker config") == NULL);
    CHECK(!connects(&home));
    CHECK(strstr(failure.text, "`portcullis broker config`") != NULL);
    bench_stop(broker);
}

// Bob asks, and is let in.
static bool bob_is_let_in(void)
{
    static const uint8_t nobody[POINT_SIZE];
    struct path out;
    struct path path;
    struct issued issued;
    uint8_t room[ENROL_SIZE + 1];
    struct bytes enrol;
    if (!path_join(scratch.folder.text, "bob-laptop.invitation", &out, &failure) ||
        !path_join(scratch.folder.text, "bob", &joined, &failure)) {
        return false;
    }
    const struct invitation_request request = {.home = &home,
                                               .passphrase = &scratch.passphrase,
                                               .person =
                                                   person_of("bob-laptop", ROLE_MEMBER, nobody),
                                               .now = time(NULL),
                                               .expires = time(NULL) + HOUR,
                                               .out = out.text,
                                               .broker_address = "127.0.0.1"};
    if (!make_invitation(&request, &issued, &failure) ||
        !invitation_file_read(out.text, &file, &failure) ||
        !make_member(joined.text, &file, &failure) ||
        !path_join(joined.text, "enrol", &path, &failure) ||
        !file_read(path.text, room, sizeof(room), &enrol, &failure)) {
        return false;
    }
    const struct admit_request wish = {
        .home = &home, .passphrase = &scratch.passphrase, .enrol = enrol, .now = time(NULL)};
    return admit(&wish, &let_in, &failure);
}

static bool make_all(void)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.broker_port = bench_free_port();
    if (!make_home(&request, scratch.sheet, &failure) ||
        !home_open(scratch.place.text, &home, &failure)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure) && bob_is_let_in();
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    if (check_that(make_all(), failure.text, __FILE__, __LINE__)) {
        RUN(who_is_shut_out_was_told_of_before);
        RUN(a_broker_that_has_no_time_has_told_the_owner_nothing);
        RUN(a_member_is_sent_to_the_owner_and_not_to_the_owners_commands);
    }
    scratch_end(&scratch);
    return check_verdict();
}
