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

VIEWS = {
    # Which outlets tell a figure, a date or a fact in ways that cannot all be true?
    "conflicts": """
        select l.story_id as story, l.conflict, p.name as outlet_a, a.text as text_a, q.name as outlet_b,
               b.text as text_b, x.url as url_a, y.url as url_b, l.probability, l.id as alignment
        from alignments l
        join claims a on a.id = l.a join articles x on x.id = a.article_id join outlets p on p.id = x.outlet_id
        join claims b on b.id = l.b join articles y on y.id = b.article_id join outlets q on q.id = y.outlet_id
        where l.conflict is not null""",
    # On which words do two tellings of one claim differ, and by which rule?
    "wording_side_by_side": """
        select l.story_id as story, d.kind, p.name as outlet_a, d.a_text as words_a, a.text as text_a,
               q.name as outlet_b, d.b_text as words_b, b.text as text_b, d.rule, d.note,
               x.url as url_a, y.url as url_b, l.probability, l.id as alignment,
               d.a_start - a.start as at_a, d.b_start - b.start as at_b
        from differences d join alignments l on l.id = d.alignment_id
        join claims a on a.id = l.a join articles x on x.id = a.article_id join outlets p on p.id = x.outlet_id
        join claims b on b.id = l.b join articles y on y.id = b.article_id join outlets q on q.id = y.outlet_id""",
    # What does one outlet alone tell, where in its article, and who says it?
    "told_by_one_outlet": """
        select m.story_id as story, o.name as outlet, c.text, c.speaker, c.certainty,
               c.paragraph + 1 as paragraph, x.url, c.id as claim
        from story_articles m join claims c on c.version_id = m.version_id
        join articles x on x.id = m.article_id join outlets o on o.id = x.outlet_id
        where c.kind != 'headline' and m.access in ('full', 'partial')
        and not exists (select 1 from alignments l where l.story_id = m.story_id and l.a = c.id)
        and not exists (select 1 from alignments l where +l.story_id = m.story_id and l.b = c.id)""",
    # What became of the original's claims in the retelling?
    "retellings": """
        select r.story_id as story, coalesce(p.name, r.cited_outlet) as cited_outlet, q.name as retold_by, d.change,
               d.why, o.text as original_text, c.text as retelling_text, r.original_state, r.id as derivation
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
