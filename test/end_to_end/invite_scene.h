// Alice's house, and machines that join it in folders of their own.
#ifndef TEST_END_TO_END_INVITE_SCENE_H
#define TEST_END_TO_END_INVITE_SCENE_H

#include "home/people/invitations.h"
#include "test/end_to_end/house.h"

enum {
    WITHIN = 45000 // ms, for what a machine under load does
};

extern struct house house;
extern struct path elsewhere;  // a folder for the machines of others
extern struct path passphrase; // Alice's, in a file

struct path in(const struct path *folder, const char *name);

// Alice invites; the file lies elsewhere.
struct path invited(const char *user, const char *role);

// A machine joins in a folder of its own; it goes on beside what Alice does.
void joins(struct run *run, const struct path *file, const char *folder);

// What stands between the empty lines: "1234 5678 9012".
bool digits_on(struct run *run, char digits[16]);

int alice_accepts(const char *user, const char *digits);
bool is_among_the_people(const char *user);
enum invitation_state state_of(const char *user);

// The door, which nobody has allowed to be closed from afar.
void is_closed_by_hand(void);

// A command at the garage by the home in that folder.
int with_his_home(const char *folder, const char *word);

// As a broker that was taken over would: an Enrol of this key lies on the topic of the invitation from
// now on.
void broker_shows(const struct path *file, EVP_PKEY *key);

#endif
