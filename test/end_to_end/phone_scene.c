#include "test/end_to_end/phone_scene.h"
#include "home/broker/configuration.h"
#include "home/link/session.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct house house;
struct path passphrase;
uint16_t phones_port;
static struct failure failure;
static struct people people;

struct enrol_login {
    char text[40];
};

// mosquitto's client library speaks no websockets, so phones come to a listener of their own: by name and
// password as there.
static bool add_listener(void)
{
    struct path path;
    static uint8_t room[FILE_MOST];
    static char text[FILE_MOST];
    struct bytes content;
    if (!home_path(&house.home, "broker/mosquitto.conf", &path, &failure) ||
        !file_read(path.text, room, sizeof(room), &content, &failure)) {
        return false;
    }
    (void)snprintf(text, sizeof(text), "%.*s\nlistener %u 127.0.0.1\n", (int)content.count,
                   (const char *)room, (unsigned)phones_port);
    return file_write(path.text, bytes_of_text(text), &failure);
}

static bool add_page(void)
{
    struct home_settings *settings = &house.home.settings;
    settings->websockets_port = bench_free_port();
    phones_port = bench_free_port();
    return page_settings_name(&settings->page, "localhost", 0, &failure) &&
           home_write_settings(house.home.folder.text, settings, &failure) &&
           broker_write(&house.home, &failure) && add_listener();
}

bool phone_house_begins(const char *portcullis, const char *door)
{
    const struct garage_settings garage = house_garage(GARAGE_STOP_BOTH);
    if (!house_is_made(&house, portcullis, door) ||
        !check_that(add_page(), failure.text, __FILE__, __LINE__)) {
        return false;
    }
    bench_stop(house.broker);
    house.broker = bench_start(&house.home);
    passphrase = house.passphrase;
    return house.broker > 0 && house_moves_in(&house, &garage);
}

bool link_was_said(char *room, size_t size)
{
    const char *from = strstr(house.run.text, "\"link\":\"");
    if (from == NULL) {
        (void)printf("no link in: %s\n", house.run.text);
        return false;
    }
    from += strlen("\"link\":\"");
    (void)snprintf(room, size, "%.*s", (int)strcspn(from, "\""), from);
    return true;
}

EVP_PKEY *identity_of_garage(void)
{
    struct path path;
    EVP_PKEY *identity = NULL;
    CHECK(home_door_path(&house.home, "garage", "identity.pub", &path, &failure) &&
          key_load_public(path.text, &identity, &failure));
    return identity;
}

void invited(struct phone *phone, const char *user, const char *role, enum phone_kind kind)
{
    char link[512] = "";
    CHECK_SAME(house_does(&house, "invite", user, "--role", role, "--json", "--passphrase-file",
                          passphrase.text, NULL),
               0);
    CHECK(link_was_said(link, sizeof(link)) &&
          phone_begins(phone, link, kind, phones_port, identity_of_garage()));
}

struct enrolment_digits digits_of(const struct phone *phone)
{
    struct enrolment_digits digits = {""};
    CHECK(enrolment_digits_of(BYTES_OF(phone->enrol), &digits, &failure));
    return digits;
}

int alice_accepts(const char *user, const char *digits)
{
    return house_does(&house, "invite", "accept", user, "--digits", digits, "--passphrase-file",
                      passphrase.text, NULL);
}

bool joins(struct phone *phone)
{
    struct run alice;
    if (!CHECK(phone_asks(phone))) {
        return false;
    }
    const struct enrolment_digits digits = digits_of(phone);
    const char *const words[] = {"invite",        "accept",    phone->user,
                                 "--digits",      digits.text, "--passphrase-file",
                                 passphrase.text, NULL};
    run_begins(&alice, &house, words);
    const bool in = phone_joins(phone, WITHIN);
    CHECK_SAME(run_ends(&alice, WITHIN), 0);
    if (!in || alice.code != 0) {
        (void)printf("%s\n", alice.text);
    }
    return in;
}

const struct person *person_called(const char *user)
{
    CHECK(people_read(house.scratch.place.text, &people, &failure));
    return people_find(&people, user);
}

enum invitation_state state_of(const char *user)
{
    struct invitations invitations;
    CHECK(invitations_read(house.scratch.place.text, &invitations, &failure));
    const struct invitation *found = invitations_find(&invitations, user);
    CHECK(found != NULL);
    return found == NULL ? INVITATION_CANCELLED : found->state;
}

// A broker that was told reads its files again in a moment.
static bool broker_lets_in(const struct phone *phone, const char *user, const char *password,
                           bool wanted)
{
    static struct phone other;
    const struct stopwatch since = stopwatch_started(session_now());
    bool may = !wanted;
    while (may != wanted && !stopwatch_reached(since, session_now(), 30000)) {
        other = (struct phone){.port = phones_port, .words = phone->words};
        may = phone_enters(&other, user, password);
        phone_leaves(&other);
        if (may != wanted) {
            bench_pause(100);
        }
    }
    return may == wanted;
}

bool is_shut_out(const struct phone *phone, const char *user, const char *password)
{
    return broker_lets_in(phone, user, password, false);
}

static struct enrol_login login_of(const struct phone *phone)
{
    struct enrol_login login;
    (void)snprintf(login.text, sizeof(login.text), "invite-%s", phone_enrol_topic(phone).text + 6);
    return login;
}

bool link_is_dead(const struct phone *phone)
{
    return is_shut_out(phone, login_of(phone).text, phone->words.password);
}

bool link_is_alive(const struct phone *phone)
{
    return broker_lets_in(phone, login_of(phone).text, phone->words.password, true);
}

void the_door_has_time_for_a_roster(void)
{
    door_program_kill(&house.door);
    CHECK(door_program_start(&house.door));
    CHECK(house_is_fresh(&house, ""));
}

void is_closed_by_hand(void)
{
    house_presses_wall(&house);
    CHECK(house_stands(&house, 0, 20000));
    CHECK(house_is_fresh(&house, "closed"));
}
