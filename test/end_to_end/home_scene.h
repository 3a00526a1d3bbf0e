// A home with its broker and a door, all real: what is tried with the command line is tried here.
#ifndef TEST_END_TO_END_HOME_SCENE_H
#define TEST_END_TO_END_HOME_SCENE_H

#include "test/end_to_end/door_program.h"
#include "test/unit/home/broker_bench.h"

struct home_scene {
    const char *door_program; // borrowed: its path
    struct scratch scratch;
    struct home home;
    struct door_program door;
    struct image image;
    pid_t broker;
};

// Makes the home and its door garage, in a scratch that has begun; neither broker nor door runs yet.
MUST_USE bool home_scene_begins(struct home_scene *scene);

void home_scene_broker_starts(struct home_scene *scene);
void home_scene_broker_stops(struct home_scene *scene);

// Its power goes and comes: a door takes one Roster in half a minute, and forgets that with its power.
void home_scene_door_starts_anew(struct home_scene *scene);

// A new key, NAME.pub in the test's folder; and the path of that file.
EVP_PKEY *home_scene_new_key(const char *name);
const char *home_scene_pub(const char *name);

// portcullis user add: a member by that key, on the home at place; the exit code.
MUST_USE int home_scene_adds(const char *place, const char *user, const char *key);

// A command signed by that key and sent as that user is accepted: the door's sequence grows.
MUST_USE bool home_scene_door_obeys(struct home_scene *scene, EVP_PKEY *key, const char *user);

// The broker keeps that as the garage's roster.
void home_scene_keeps_roster(struct home_scene *scene, struct bytes roster);

// What the door has in force, by its own word.
MUST_USE uint32_t home_scene_roster_in_force(struct home_scene *scene);

// A second owner, on another machine: the same home at place, with an admin key of his own. The file
// "sheet" holds the recovery sheet.
MUST_USE bool home_scene_gains_owner(struct home_scene *scene, const char *place);

// Somebody of the home at place has a certificate of that serial number from now on; and whether the list
// for its broker revokes one.
void home_scene_certify(const char *place, const char *user, const char *serial);
MUST_USE bool home_scene_has_revoked(const char *place, const char *serial);

#endif
