//! Mends ties that a parser trained on web text gets wrong in agency prose, by rules that hold for any sentence.

mod clauses;
mod names;
mod subjects;

use relata_language::Relation;

use self::clauses::{
    give_hearer_to_teller, give_teller_its_verb, lift_clause_off_hearer, lift_clause_off_time,
    lift_finite_off_infinitive, lift_out_of_what_is_said, lift_participle_out_of_relative,
    lift_verb_off_object, make_auxiliary_of_perfect, raise, verb_read_as_participle,
};
use self::names::{
    free_day, give_name_to_joined, is_bare_day, join_headline_subjects, join_to_like,
    put_owner_below,
};
use self::subjects::{
    free_what_a_preposition_opens, give_blamed_to_verb, give_joined_to_next_verb,
    give_object_to_joined_verb, give_object_to_verb_of_outcome, give_participle_to_second_subject,
    give_particle_to_verb, give_subject_to_clause_told, give_subject_to_next_verb, join_list,
    make_active, make_circumstance_of_marked_object, make_circumstance_of_whoever_is_called_on,
    make_object_of_second_subject, make_object_of_whoever_is_called, make_subject_of_finite_verb,
    make_subject_of_what_stands_before, take_object_for_noun, take_subject_for_noun,
};
use crate::tree::{Node, Tree};

/// Mends the tree before anything is read from it.
pub(crate) fn apply(tree: &mut Tree<'_>) {
    if let Some(verb) = verb_read_as_participle(tree) {
        raise(tree, verb);
    }
    for node in 0..tree.len() {
        if is_bare_day(tree, node) {
            free_day(tree, node);
        }
    }
    for node in 0..tree.len() {
        lift_clause_off_time(tree, node);
        lift_clause_off_hearer(tree, node);
        give_particle_to_verb(tree, node);
        make_subject_of_what_stands_before(tree, node);
        put_owner_below(tree, node);
        give_teller_its_verb(tree, node);
        lift_verb_off_object(tree, node);
        make_subject_of_finite_verb(tree, node);
        give_subject_to_next_verb(tree, node);
        lift_participle_out_of_relative(tree, node);
        lift_out_of_what_is_said(tree, node);
        lift_finite_off_infinitive(tree, node);
        give_hearer_to_teller(tree, node);
        join_headline_subjects(tree, node);
        join_to_like(tree, node);
        give_name_to_joined(tree, node);
        free_what_a_preposition_opens(tree, node);
        make_auxiliary_of_perfect(tree, node);
        take_subject_for_noun(tree, node);
        take_object_for_noun(tree, node);
        make_active(tree, node);
        make_object_of_whoever_is_called(tree, node);
        make_circumstance_of_marked_object(tree, node);
        make_circumstance_of_whoever_is_called_on(tree, node);
        give_subject_to_clause_told(tree, node);
        give_blamed_to_verb(tree, node);
        give_joined_to_next_verb(tree, node);
        make_object_of_second_subject(tree, node);
        give_object_to_joined_verb(tree, node);
        give_participle_to_second_subject(tree, node);
        give_object_to_verb_of_outcome(tree, node);
        join_list(tree, node);
    }
}

fn child_of(tree: &Tree<'_>, node: Node, relation: Relation) -> Option<Node> {
    (0..tree.len())
        .find(|child| tree.head(*child) == Some(node) && tree.relation(*child) == relation)
}

fn has_child_before(tree: &Tree<'_>, node: Node, relation: Relation) -> bool {
    (0..node).any(|child| tree.head(child) == Some(node) && tree.relation(child) == relation)
}

fn is_marked(tree: &Tree<'_>, node: Node, case: &str) -> bool {
    (0..node).any(|child| {
        tree.head(child) == Some(node)
            && tree.relation(child) == Relation::Case
            && tree.form(child).eq_ignore_ascii_case(case)
    })
}

/// True for the name of a weekday, in lower case.
pub(crate) fn is_weekday(lemma: &str) -> bool {
    matches!(
        lemma,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
    )
}
