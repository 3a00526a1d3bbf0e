// `portcullis join` where it takes its certificate, with a real broker, cut off at every call that
// changes the disk: the next run goes on, and the owner hears that the certificate was taken.
#include "home/broker/configuration.h"
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/cli/invitations/make_member.h"
#include "home/link/joining.h"
#include "home/link/reception.h"
#include "test/support/check.h"
#include "test/unit/home/broker_bench.h"
#include "test/unit/home/cut_off.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    HOUR = 3600,
    TAKEN_WITHIN = 60000, // ms
    HEARD_WITHIN = 60000
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct home bobs;
static struct path joined;
static struct path record;
static struct invitation_file file;
static struct invitation let_in;
static pid_t broker;

static bool told(bool done)
{
    if (!done) {
        (void)fprintf(stderr, "%s\n", failure.text);
    }
    return done;
}

static void broker_reads_again(void)
{
    bench_reads_again(broker, &home);
}

static void ignore(void *self, struct bytes enrol)
{
    (void)self;
    (void)enrol;
}

// Alice's hand: what Bob is to take lies there.
static void it_lies_there(void)
{
    struct reception reception = {.came = ignore};
    char *text = admit_text(&home, &let_in, &failure);
    CHECK(text != NULL && reception_open(&reception, &home, &failure));
    CHECK(reception_admit(&reception, &let_in, text, &failure));
    reception_close(&reception);
    free(text);
}

static const char last_word[] = "the last word";
static bool question_lies_there;
static bool last_word_came;

static void note(void *self, struct bytes came)
{
    (void)self;
    if (bytes_equal(came, bytes_of_text(last_word))) {
        last_word_came = true;
    } else {
        question_lies_there = true;
    }
}

// What the broker keeps it sends when somebody subscribes, so it has come when a later word has.
static bool question_is_taken_away(void)
{
    struct reception reception = {.came = note};
    const struct stopwatch since = stopwatch_started(session_now());
    question_lies_there = false;
    last_word_came = false;
    CHECK(reception_open(&reception, &home, &failure));
    CHECK(session_publish(&reception.session, "portcullis/enrol/0000000000000000",
                          bytes_of_text(last_word)));
    while (!last_word_came && !stopwatch_reached(since, session_now(), HEARD_WITHIN)) {
        reception_wait(&reception, 100);
    }
    reception_close(&reception);
    return CHECK(last_word_came) && !question_lies_there;
}

// A home that has been made of the invitation, and has not asked yet.
static void bob_begins(void)
{
    folder_remove(joined.text);
    CHECK(make_member(joined.text, &file, &failure));
    CHECK(home_open_any(joined.text, &bobs, &failure));
}

// As `portcullis join` does.
static bool join(void)
{
    static struct joining joining;
    bool done = home_open_any(joined.text, &bobs, &failure) && joining_settle(&bobs, &failure) &&
                home_open_any(joined.text, &bobs, &failure);
    if (!done || !joining_is_open(&bobs)) {
        return told(done);
    }
    const struct stopwatch since = stopwatch_started(session_now());
    done = joining_open(&joining, &bobs, &failure);
    while (done && !joining_wait(&joining, 100) &&
           !stopwatch_reached(since, session_now(), TAKEN_WITHIN)) {
        // Until he is let in.
    }
    done = done && joining.let_in && joining_take(&joining, &failure);
    joining_close(&joining);
    return told(done);
}

static bool is_there(const char *name)
{
    struct path path;
    return path_join(joined.text, name, &path, &failure) && file_exists(path.text);
}

// The certificate in link/ is his own.
static bool comes_by_his_own_name(void)
{
    struct path path;
    X509 *certificate = NULL;
    char name[COMMON_NAME_MOST + 1] = "";
    CHECK(path_join(joined.text, "link/tls.crt", &path, &failure));
    CHECK(certificate_load(path.text, &certificate, &failure));
    const bool his = certificate_holder(certificate, name) && strcmp(name, "bob-laptop") == 0;
    X509_free(certificate);
    return his;
}

static void he_has_joined(void)
{
    CHECK(join());
    CHECK(home_open_any(joined.text, &bobs, &failure) && !joining_is_open(&bobs));
    CHECK(comes_by_his_own_name());
    CHECK(!is_there("enrol") && !is_there("link/lasting.crt"));
    CHECK(question_is_taken_away());
}

static const struct trial taking = {
    .prepare = bob_begins, .what = join, .then = he_has_joined, .calls = 8, .record = record.text};

static void taking_a_certificate_cut_off_anywhere_is_finished_by_the_next(void)
{
    cut_everywhere(&taking);
}

static void without_the_broker_it_is_finished_when_that_is_back(void)
{
    static struct joining joining;
    bob_begins();
    CHECK(joining_open(&joining, &bobs, &failure));
    while (!joining_wait(&joining, 100)) {
        // It lies there.
    }
    bench_stop(broker);
    CHECK(!joining_take(&joining, &failure));
    CHECK(strstr(failure.text, "run `portcullis join` once more") != NULL);
    joining_close(&joining);
    CHECK(!comes_by_his_own_name() && joining_is_open(&bobs));
    CHECK(!joining_settle(&bobs, &failure));
    CHECK(strstr(failure.text, "no broker at") != NULL);
    broker = bench_start(&home);
    he_has_joined();
}

// The last run was cut off when the owner had seen it all.
static void an_invitation_that_is_used_up_meanwhile_keeps_nobody_out(void)
{
    struct path lasting;
    bob_begins();
    CHECK(admit_set_state(&home, &let_in, INVITATION_USED, &failure));
    broker_reads_again();
    CHECK(path_join(joined.text, "link/lasting.crt", &lasting, &failure));
    CHECK(file_write(lasting.text, bytes_of_text(let_in.lasting.text), &failure));
    he_has_joined();
}

// Bob asks and is let in, once for all runs.
static bool bob_is_let_in(void)
{
    static const uint8_t nobody[POINT_SIZE];
    struct path out;
    struct path path;
    struct issued issued;
    uint8_t room[ENROL_SIZE + 1];
    struct bytes enrol;
    if (!path_join(scratch.folder.text, "bob-laptop.invitation", &out, &failure) ||
        !path_join(scratch.folder.text, "bob", &joined, &failure) ||
        !path_join(scratch.folder.text, "record", &record, &failure)) {
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
        !invitation_file_read(out.text, &file, &failure)) {
        return false;
    }
    bob_begins();
    if (!path_join(joined.text, "enrol", &path, &failure) ||
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
        broker = bench_start(&home);
    }
    if (broker > 0) {
        it_lies_there();
        RUN(taking_a_certificate_cut_off_anywhere_is_finished_by_the_next);
        RUN(without_the_broker_it_is_finished_when_that_is_back);
        RUN(an_invitation_that_is_used_up_meanwhile_keeps_nobody_out);
        bench_stop(broker);
    }
    scratch_end(&scratch);
    return check_verdict();
}
