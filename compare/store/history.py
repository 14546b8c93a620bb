"""The tables that keep what changed and what ran, beside those of ``migrations`` that keep how things stand."""

from __future__ import annotations

TABLES = (
    # A story's part in a run. Named, not keyed to stories: a seed that cannot be read makes no story.
    """create table story_runs (
        id integer primary key,
        run_id integer not null references runs(id),
        story text not null,
        started_at text not null,
        finished_at text,
        state text not null check (state in
            ('running', 'compared', 'unchanged', 'nothing to compare', 'failed', 'broken off')),
        reason text not null default '',
        articles_read integer not null default 0,
        pages_failed integer not null default 0,
        failing integer not null default 0,
        unique (run_id, story)
    )""",
    # The text of an article changed between two fetches of its page.
    """create table revisions (
        id integer primary key,
        article_id text not null references articles(id),
        old_version_id integer not null references versions(id),
        new_version_id integer not null references versions(id),
        old_page_id integer not null references pages(id),
        new_page_id integer not null unique references pages(id),
        last_seen_at text not null,
        first_seen_at text not null,
        run_id integer not null references runs(id),
        whole integer not null,
        note text not null
    )""",
    """create table claim_changes (
        id integer primary key,
        revision_id integer not null references revisions(id) on delete cascade,
        change text not null check (change in ('added', 'removed', 'reworded', 'moved', 'unknown')),
        old_claim_id integer references claims(id) on delete set null,
        new_claim_id integer references claims(id) on delete set null,
        old_text text,
        new_text text,
        old_position integer,
        new_position integer,
        note text not null
    )""",
    # What a comparison had otherwise than the one before it.
    """create table article_changes (
        id integer primary key,
        story_id text not null references stories(id),
        run_id integer not null references runs(id),
        at text not null,
        article_id text not null references articles(id),
        change text not null check (change in ('new', 'gone', 'access')),
        access_before text,
        access_after text,
        reason text not null
    )""",
    """create table difference_changes (
        id integer primary key,
        story_id text not null references stories(id),
        run_id integer not null references runs(id),
        at text not null,
        change text not null check (change in ('appeared', 'went')),
        kind text not null,
        a_article_id text not null references articles(id),
        b_article_id text not null references articles(id),
        a_text text not null,
        b_text text not null,
        a_words text not null,
        b_words text not null,
        rule text not null,
        note text not null,
        because text not null check (because in ('text', 'article', 'method', 'context'))
    )""",
)

INDEXES = (
    ("story_runs", "story"),
    ("revisions", "article_id"),
    ("revisions", "old_version_id"),
    ("revisions", "new_version_id"),
    ("revisions", "old_page_id"),
    ("revisions", "run_id"),
    ("claim_changes", "revision_id"),
    ("claim_changes", "old_claim_id"),
    ("claim_changes", "new_claim_id"),
    ("article_changes", "story_id"),
    ("article_changes", "run_id"),
    ("article_changes", "article_id"),
    ("difference_changes", "story_id"),
    ("difference_changes", "run_id"),
    ("difference_changes", "a_article_id"),
    ("difference_changes", "b_article_id"),
)

VIEWS = {
    # Which claim came to, left or changed in which outlet's article, and between which two fetches?
    "text_changes": """
        select o.name as outlet, c.change, c.old_text, c.new_text, c.note, r.last_seen_at as between_at,
               r.first_seen_at as and_at, x.url, r.run_id as run, r.id as revision
        from claim_changes c join revisions r on r.id = c.revision_id
        join articles x on x.id = r.article_id join outlets o on o.id = x.outlet_id""",
    # How did each story fare in each run?
    "runs_by_story": """
        select s.story, s.run_id as run, s.started_at, s.finished_at, s.state, s.reason, s.articles_read,
               s.pages_failed
        from story_runs s""",
}
