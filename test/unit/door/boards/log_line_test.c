// The words of the local log, the same on every board: exact lines.
#include "door/boards/every/log_line.h"
#include "door/guard/verdict.h"
#include "test/support/check.h"

#include <string.h>

// What a link would have: a stream and a TLS that say why.
struct stream {
    int nothing;
};
struct tls {
    enum tls_error error;
    int number;
};

const char *stream_error(const struct stream *stream)
{
    (void)stream;
    return "connection refused";
}

enum tls_error tls_error(const struct tls *tls)
{
    return tls->error;
}

int tls_error_number(const struct tls *tls)
{
    return tls->number;
}

const char *tls_error_text(enum tls_error error)
{
    return error == TLS_ERROR_EXPIRED ? "has ended" : "none";
}

uint16_t tls_suite(const struct tls *tls)
{
    (void)tls;
    return TLS_SUITE_CHACHA20_POLY1305;
}

uint64_t tls_certificate_end(const struct tls *tls)
{
    (void)tls;
    return UINT64_C(253402300799);
}

static bool says(const struct note *note, const char *words)
{
    struct log_line line = {0};
    log_line_note(&line, note);
    const struct bytes said = {(const uint8_t *)line.text, line.count};
    return bytes_equal(said, bytes_of_text(words));
}

static struct note note_of(enum note_kind kind, const char *user)
{
    struct note note = {.kind = kind};
    memcpy(note.user, user, strlen(user));
    return note;
}

static void an_answer_says_who_what_and_why(void)
{
    struct note note = note_of(NOTE_ANSWERED, "alice");
    note.action = ACTION_OPEN;
    note.result = RESULT_STATE;
    note.outcome = OUTCOME_REFUSED_TOO_LATE;
    note.number = 7;
    note.sequence = 65535;
    CHECK(says(&note, " event=answered who=alice action=open result=state outcome=too-late"
                      " asked_sequence=7 sequence=65535"));
}

static void a_refusal_says_which_check_it_was(void)
{
    struct note note = note_of(NOTE_REFUSED, "bob");
    note.verdict = GUARD_REFUSED_SIGNATURE;
    CHECK(says(&note, " event=refused why=signature who=bob"));
    // What no name holds is shown, and makes no line of its own.
    note = note_of(NOTE_REFUSED, "a b=c\nd");
    note.verdict = GUARD_REFUSED_USER;
    CHECK(says(&note, " event=refused why=user who=a.b.c.d"));
    note = note_of(NOTE_REFUSED, "");
    CHECK(says(&note, " event=refused why=malformed who=nobody"));
}

static void each_other_note_has_its_words(void)
{
    struct note note = {.kind = NOTE_ROSTER, .verdict = ROSTER_REFUSED_SIGNER, .number = 3};
    CHECK(says(&note, " event=roster verdict=signer version=3"));
    note = (struct note){.kind = NOTE_TIME, .verdict = GUARD_REFUSED_TIME};
    CHECK(says(&note, " event=time verdict=time"));
    note = (struct note){.kind = NOTE_CONNECTED, .number = MQTT_5};
    CHECK(says(&note, " event=connected mqtt=5"));
    note.number = MQTT_3_1_1;
    CHECK(says(&note, " event=connected mqtt=3.1.1"));
    note = (struct note){.kind = NOTE_SUBSCRIPTION_REFUSED, .number = 2, .verdict = 0x87};
    CHECK(says(&note, " event=subscription-refused which=2 reason=0x87"));
    note = (struct note){.kind = NOTE_CLOSING, .number = MQTT_CLOSING_PINGRESP_LATE};
    CHECK(says(&note, " event=closing why=pingresp-late reason=0x00"));
    note = (struct note){.kind = NOTE_DROPPED, .number = UINT32_MAX};
    CHECK(says(&note, " event=dropped bytes=4294967295"));
    note = (struct note){.kind = NOTE_STORE_FAILED, .number = 1};
    CHECK(says(&note, " event=store-failed which=1"));
    note = (struct note){.kind = NOTE_BOOT};
    CHECK(says(&note, " event=boot boot=0 remote=no"));
    note.number = 12;
    CHECK(says(&note, " event=boot boot=12 remote=yes"));
}

static void the_longest_line_finds_room(void)
{
    struct note note = note_of(NOTE_OCCURRENCE, "sixteen--letters");
    note.occurrence = (struct occurrence){.what = WHAT_MOVED_BY_FOB_OR_TIMER,
                                          .goal = ACTION_IDENTIFY,
                                          .result = RESULT_INTERRUPTED,
                                          .outcome = OUTCOME_CANCELLED_OBSTRUCTED,
                                          .presses = 255,
                                          .before = DOOR_OPENING,
                                          .after = DOOR_CLOSING,
                                          .age_before = UINT32_MAX,
                                          .age_after = UINT32_MAX,
                                          .took = UINT32_MAX};
    CHECK(says(&note,
               " event=moved-by-fob-or-timer who=sixteen--letters goal=identify result=interrupted"
               " outcome=cancelled-obstructed presses=255 before=opening after=closing"
               " age_before=4294967.295s age_after=4294967.295s took=4294967.295s"));
    struct log_line line = {0};
    log_line_note(&line, &note);
    CHECK_SAME(line.count, 217);
    // What finds none is left out, and nothing is written behind it.
    for (int i = 0; i < 3; i++) {
        log_line_note(&line, &note);
    }
    CHECK_SAME(line.count, LOG_LINE_MOST);
}

static bool link_says(enum link_news news, struct tls *tls, const char *words)
{
    struct stream stream = {0};
    const struct link link = {.news = news, .parts = {.stream = &stream, .tls = tls}};
    struct log_line line = {0};
    const bool anything = log_line_link(&line, &link);
    const struct bytes said = {(const uint8_t *)line.text, line.count};
    return anything && bytes_equal(said, bytes_of_text(words));
}

static void a_connection_says_which_layer_ended_it_and_why(void)
{
    struct tls tls = {.error = TLS_ERROR_EXPIRED, .number = -54};
    CHECK(link_says(LINK_STREAM_FAILED, &tls,
                    " event=no-link layer=tcp number=0 why=\"connection refused\""));
    CHECK(link_says(LINK_STREAM_ENDED, &tls,
                    " event=no-link layer=tcp number=0 why=\"closed by the broker\""));
    CHECK(link_says(LINK_TLS_ENDED, &tls, " event=no-link layer=tls number=-54 why=\"has ended\""));
    CHECK(link_says(LINK_TLS_OPEN, &tls,
                    " event=tls-open suite=0xcca9 certificate_end=253402300799"));
    struct log_line line = {0};
    const struct link quiet = {.news = LINK_NO_NEWS};
    CHECK(!log_line_link(&line, &quiet));
    CHECK_SAME(line.count, 0);
}

int main(void)
{
    RUN(an_answer_says_who_what_and_why);
    RUN(a_refusal_says_which_check_it_was);
    RUN(each_other_note_has_its_words);
    RUN(the_longest_line_finds_room);
    RUN(a_connection_says_which_layer_ended_it_and_why);
    return check_verdict();
}
