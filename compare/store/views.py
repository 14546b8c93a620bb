"""The views that answer the users' questions, and the indexes that they and Datasette's questions stand on."""

from __future__ import annotations

# Beyond keys: what the questions of config/datasette.yaml look up, so that none of them walks a large table.
LOOKUPS = {
    "alignments_of_a_story_by_conflict": "alignments(story_id, conflict)",
    "articles_by_publication": "articles(published_at)",
    "claims_of_unnamed_sources": "claims(article_id, position) where anonymous = 1",
    "comparisons_by_time": "comparisons(computed_at)",
    "derived_claims_by_change": "derived_claims(change)",
    "differences_of_an_alignment_by_kind": "differences(alignment_id, kind)",
    "story_articles_by_access": "story_articles(access)",
    "groups_by_independent_outlets": "groups(independent_outlets)",
    "groups_of_a_story_by_position": "groups(story_id, position)",
}

# Of a claim c in a story's article m: that no independent outlet tells it too; who has a possible match; and who has
# it as outlets that count as one source with this one.
UNSHARED = """not exists (select 1 from group_claims k join groups g on g.id = k.group_id
            where k.claim_id = c.id and g.story_id = m.story_id and g.independent_outlets > 1)"""
POSSIBLY = """(select group_concat(distinct p.name) from alignments l
            join claims d on d.id = case when l.a = c.id then l.b else l.a end
            join articles y on y.id = d.article_id join outlets p on p.id = y.outlet_id
            where (l.a = c.id or l.b = c.id) and +l.story_id = m.story_id
            and not exists (select 1 from group_claims k join group_claims z on z.group_id = k.group_id
                            and z.claim_id = d.id where k.claim_id = c.id))"""
SAME_SOURCE = """(select group_concat(distinct p.name) from group_claims k
            join groups g on g.id = k.group_id and g.story_id = m.story_id
            join group_claims z on z.group_id = k.group_id and z.claim_id != c.id
            join claims d on d.id = z.claim_id
            join articles y on y.id = d.article_id join outlets p on p.id = y.outlet_id
            where k.claim_id = c.id)"""

# Of a pair l: that one claim of its story holds both its sentences. A possible match is none, however they differ.
OF_ONE_CLAIM = """exists (select 1 from group_claims k cross join group_claims z on z.group_id = k.group_id
            and z.claim_id = l.b join groups g on g.id = k.group_id and g.story_id = l.story_id
            where k.claim_id = l.a)"""

VIEWS = {
    # Which outlets tell a figure, a date or a fact in ways that cannot all be true?
    "conflicts": f"""
        select l.story_id as story, l.conflict, p.name as outlet_a, a.text as text_a, q.name as outlet_b,
               b.text as text_b, x.url as url_a, y.url as url_b, l.probability, l.id as alignment
        from alignments l
        join claims a on a.id = l.a join articles x on x.id = a.article_id join outlets p on p.id = x.outlet_id
        join claims b on b.id = l.b join articles y on y.id = b.article_id join outlets q on q.id = y.outlet_id
        where l.conflict is not null and {OF_ONE_CLAIM}""",  # noqa: S608  # a part of our own, from above
    # On which words do two tellings of one claim differ, and by which rule?
    "wording_side_by_side": f"""
        select l.story_id as story, d.kind, p.name as outlet_a, d.a_text as words_a, a.text as text_a,
               q.name as outlet_b, d.b_text as words_b, b.text as text_b, d.rule, d.note,
               x.url as url_a, y.url as url_b, l.probability, l.id as alignment,
               d.a_start - a.start as at_a, d.b_start - b.start as at_b
        from differences d join alignments l on l.id = d.alignment_id
        join claims a on a.id = l.a join articles x on x.id = a.article_id join outlets p on p.id = x.outlet_id
        join claims b on b.id = l.b join articles y on y.id = b.article_id join outlets q on q.id = y.outlet_id
        where {OF_ONE_CLAIM}""",  # noqa: S608  # a part of our own, from above
    # What does one source alone tell, where in its article, and who says it? A weak pair makes no second teller, and
    # neither does a copy, a sister outlet or an agency's print: both are named instead.
    "told_by_one_outlet": f"""
        select m.story_id as story, o.name as outlet, c.text, c.speaker, c.certainty,
               c.paragraph + 1 as paragraph, x.url, {POSSIBLY} as possibly_also_in,
               {SAME_SOURCE} as same_source_in, c.id as claim
        from story_articles m join claims c on c.version_id = m.version_id
        join articles x on x.id = m.article_id join outlets o on o.id = x.outlet_id
        where c.kind != 'headline' and m.access in ('full', 'partial')
        and {UNSHARED}""",  # noqa: S608  # parts of our own, from above
    # What became of the original's claims in the retelling?
    "retellings": """
        select r.story_id as story, coalesce(p.name, r.cited_outlet) as cited_outlet, q.name as retold_by, d.change,
               d.why, o.text as original_text, c.text as retelling_text, r.original_state,
               case when exists (select 1 from citations n where n.derivation_id = r.id and n.kind = 'text')
                    and not exists (select 1 from citations n where n.derivation_id = r.id and n.kind = 'text'
                                    and n.role = 'report') then 'interview' else 'report' end as relies_on,
               r.id as derivation
        from derived_claims d join derivations r on r.id = d.derivation_id
        join articles x on x.id = r.citing_id join outlets q on q.id = x.outlet_id
        left join outlets p on p.id = r.cited_outlet
        left join claims o on o.id = d.original_claim_id
        left join claims c on c.id = d.citing_claim_id""",
    # Whose article could not be read, and why? (Nothing may be concluded from its silence.)
    "not_retrieved": """
        select m.story_id as story, o.name as outlet, m.role, m.access, m.reason, x.url
        from story_articles m join articles x on x.id = m.article_id join outlets o on o.id = x.outlet_id
        where m.access not in ('full', 'partial')""",
}
