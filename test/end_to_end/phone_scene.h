// Alice's house with a page, and phones that join it by their links.
#ifndef TEST_END_TO_END_PHONE_SCENE_H
#define TEST_END_TO_END_PHONE_SCENE_H

#include "home/people/invitations.h"
#include "test/end_to_end/house.h"
#include "test/end_to_end/phone.h"

enum {
    WITHIN = 60000 // ms, for what a machine under load does
};

extern struct house house;
extern struct path passphrase; // Alice's, in a file
extern uint16_t phones_port;   // where phones come, without a web server between

// The house, with a page of localhost and that port.
MUST_USE bool phone_house_begins(const char *portcullis, const char *door);

// What `invite` with --json said: its link.
MUST_USE bool link_was_said(char *room, size_t size);

// Alice invites, and the phone has the link; more words end with NULL.
void invited(struct phone *phone, const char *user, const char *role, enum phone_kind kind);

// The digits that the phone shows.
struct enrolment_digits digits_of(const struct phone *phone);

int alice_accepts(const char *user, const char *digits);

// The whole way: he asks, Alice compares, he takes his login. True: he is in.
MUST_USE bool joins(struct phone *phone);

const struct person *person_called(const char *user);
enum invitation_state state_of(const char *user);

// The broker lets nobody in by that name and password, once it has read its files again.
MUST_USE bool is_shut_out(const struct phone *phone, const char *user, const char *password);

// The same of the login of the phone's link; and that it does.
MUST_USE bool link_is_dead(const struct phone *phone);
MUST_USE bool link_is_alive(const struct phone *phone);

// A door takes one roster in half a minute, and forgets that with the power.
void the_door_has_time_for_a_roster(void);

// The door, which nobody has allowed to be closed from afar.
void is_closed_by_hand(void);

// The door's identity as a page knows it.
EVP_PKEY *identity_of_garage(void);

#endif
