"""The schema, as numbered steps. A step is never edited after a release; a change is a new step."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from compare.store import history
from compare.store.views import LOOKUPS, VIEWS

APPLICATION_ID = 0x4F434D50  # "OCMP": tells our databases from those of other programs

migrations = Migrations("outlet-compare")

TABLES = (
    """create table runs (
        id integer primary key,
        started_at text not null,
        finished_at text,
        version text not null,
        status text not null check (status in ('running', 'finished', 'failed', 'stopped')),
        summary text not null default '{}'
    )""",
    """create table outlets (
        id text primary key,
        name text not null,
        owner text not null,
        kind text not null,
        country text not null,
        language text not null,
        paywall integer not null
    )""",
    """create table articles (
        id text primary key,
        url text not null,
        final_url text not null,
        canonical_url text not null,
        outlet_id text not null references outlets(id),
        title text not null,
        byline text not null,
        published_at text,
        published_precision text not null,
        published_source text not null,
        language text not null,
        access text not null check (access in ('full', 'partial', 'paywalled', 'failed')),
        reason text not null,
        provenance text not null check (provenance in ('web', 'saved', 'snapshot', 'seed')),
        fetched_at text not null,
        content_sha256 text not null,
        version_id integer references versions(id)
    )""",
    # Integer keys where full-text search points: a text key's hidden rowid may change when the file is vacuumed.
    """create table versions (
        id integer primary key,
        key text not null unique,
        article_id text not null references articles(id),
        title text not null,
        text text not null,
        text_sha256 text not null,
        access text not null,
        reason text not null,
        content_sha256 text not null,
        first_seen_at text not null,
        run_id integer references runs(id)
    )""",
    """create table pages (
        id integer primary key,
        url text not null,
        final_url text not null,
        status integer not null,
        headers text not null,
        body blob not null,
        content_sha256 text not null,
        fetched_at text not null,
        checked_at text not null,
        provenance text not null check (provenance in ('web', 'saved', 'snapshot', 'seed')),
        run_id integer references runs(id),
        article_id text references articles(id),
        version_id integer references versions(id),
        access text,
        reason text,
        extractor text,
        details text
    )""",
    """create table claims (
        id integer primary key,
        key text not null unique,
        article_id text not null references articles(id),
        version_id integer not null references versions(id) on delete cascade,
        position integer not null,
        paragraph integer not null,
        text text not null,
        start integer not null,
        "end" integer not null,
        kind text not null check (kind in ('headline', 'body', 'quote')),
        speaker text,
        speaker_start integer,
        speaker_end integer,
        cue text,
        cue_start integer,
        cue_end integer,
        anonymous integer not null,
        certainty text not null,
        hedges text not null,
        quotations text not null,
        quantities text not null,
        text_sha256 text not null
    )""",
    """create table vectors (
        text_sha256 text not null,
        model text not null,
        revision text not null,
        vector blob not null,
        primary key (text_sha256, model, revision)
    ) without rowid""",
    """create table stories (
        id text primary key,
        title text not null,
        seed_url text not null,
        seed_article text not null unique,
        published_at text,
        created_at text not null
    )""",
    """create table story_sources (
        story_id text not null references stories(id),
        url text not null,
        role text not null check (role in ('seed', 'cited_original', 'coverage')),
        found_by text not null,
        primary key (story_id, url)
    )""",
    """create table comparisons (
        story_id text primary key references stories(id),
        run_id integer not null references runs(id),
        computed_at text not null,
        inputs_sha256 text not null,
        model text not null,
        model_revision text not null,
        settings_sha256 text not null,
        reviews_sha256 text not null,
        matching text not null,
        judge text not null,
        judge_version text not null,
        judged text not null
    )""",
    """create table story_articles (
        story_id text not null references stories(id),
        article_id text not null references articles(id),
        version_id integer references versions(id),
        role text not null check (role in ('seed', 'cited_original', 'coverage')),
        position integer not null,
        access text not null,
        reason text not null,
        details text not null,
        same_text_as text references articles(id),
        primary key (story_id, article_id)
    )""",
    """create table alignments (
        id integer primary key,
        story_id text not null references stories(id),
        a integer not null references claims(id),
        b integer not null references claims(id),
        probability real not null,
        relation text not null check (relation in ('same', 'partial')),
        conflict text check (conflict in ('number', 'date', 'actor', 'polarity', 'place', 'other')),
        decided_by text not null check (decided_by in ('scorer', 'judge', 'person')),
        remark text not null,
        unique (story_id, a, b)
    )""",
    # By the words and not by claims(id): a review outlives the version of the article that it was made on.
    """create table reviews (
        id integer primary key,
        story_id text not null references stories(id),
        a_article_id text not null references articles(id),
        a_text text not null,
        b_article_id text not null references articles(id),
        b_text text not null,
        verdict text not null check (verdict in ('accept', 'reject', 'note')),
        relation text check (relation in ('same', 'partial')),
        note text not null,
        reviewed_at text not null,
        unique (story_id, a_article_id, a_text, b_article_id, b_text)
    )""",
    """create table judgements (
        question_sha256 text not null,
        judge text not null,
        version text not null,
        text_sha256 text not null,
        aligned real not null,
        relation text check (relation in ('same', 'partial')),
        judged_at text not null,
        primary key (question_sha256, judge, version)
    ) without rowid""",
    """create table differences (
        id integer primary key,
        alignment_id integer not null references alignments(id) on delete cascade,
        kind text not null check (kind in ('attribution', 'certainty', 'wording', 'actor', 'quote', 'number')),
        a_text text not null,
        a_start integer not null,
        a_end integer not null,
        b_text text not null,
        b_start integer not null,
        b_end integer not null,
        rule text not null,
        note text not null
    )""",
    """create table conflict_evidence (
        alignment_id integer primary key references alignments(id) on delete cascade,
        a_text text not null,
        a_start integer not null,
        a_end integer not null,
        b_text text not null,
        b_start integer not null,
        b_end integer not null,
        rule text not null,
        note text not null,
        later text check (later in ('a', 'b'))
    )""",
    """create table verdicts (
        alignment_id integer primary key references alignments(id) on delete cascade,
        model text not null,
        label text not null check (label in ('entailment', 'neutral', 'contradiction')),
        probability real not null
    )""",
    """create table groups (
        id text primary key,
        story_id text not null references stories(id),
        position integer not null,
        title text not null,
        independent_outlets integer not null,
        first_article_id text references articles(id),
        first_at text
    )""",
    """create table group_claims (
        group_id text not null references groups(id) on delete cascade,
        claim_id integer not null references claims(id),
        position integer not null,
        primary key (group_id, claim_id)
    )""",
    """create table collapsed (
        id integer primary key,
        group_id text not null references groups(id) on delete cascade,
        outlets text not null,
        shared text not null check (shared in ('owner', 'same_text', 'agency')),
        why text not null
    )""",
    """create table coverage (
        group_id text not null references groups(id) on delete cascade,
        outlet_id text not null references outlets(id),
        state text not null check (state in ('present', 'absent', 'unknown', 'not_retrieved')),
        claim_id integer references claims(id),
        primary key (group_id, outlet_id)
    )""",
    """create table derivations (
        id integer primary key,
        story_id text not null references stories(id),
        citing_id text not null references articles(id),
        original_id text references articles(id),
        cited_outlet text not null,
        original_state text not null check (original_state in ('retrieved', 'partial', 'not_retrieved')),
        path text not null check (path in ('direct', 'chained', 'circular')),
        chain text not null
    )""",
    """create table citations (
        id integer primary key,
        derivation_id integer not null references derivations(id) on delete cascade,
        article_id text not null references articles(id),
        outlet text not null,
        kind text not null check (kind in ('text', 'link')),
        text text not null,
        start integer not null,
        "end" integer not null,
        url text not null,
        role text not null check (role in ('report', 'interview')),
        cue text not null
    )""",
    """create table derived_claims (
        id integer primary key,
        derivation_id integer not null references derivations(id) on delete cascade,
        citing_claim_id integer references claims(id),
        original_claim_id integer references claims(id),
        change text not null check (change in
            ('kept', 'paraphrased', 'hardened', 'softened', 'reattributed', 'added', 'dropped')),
        why text not null
    )""",
    """create table rates (
        id integer primary key,
        story_id text not null references stories(id),
        outlet_id text not null references outlets(id),
        measure text not null check (measure in ('attributed', 'hedged', 'charged', 'anonymous')),
        count integer not null,
        total integer not null,
        low real not null,
        high real not null
    )""",
    """create table failures (
        id integer primary key,
        run_id integer not null references runs(id),
        story_id text references stories(id),
        url text not null,
        stage text not null check (stage in ('discover', 'fetch', 'extract', 'read', 'judge', 'compare')),
        reason text not null,
        at text not null
    )""",
)

INDEXES = (
    ("articles", "outlet_id"),
    ("articles", "url"),
    ("articles", "version_id"),
    ("versions", "article_id"),
    ("versions", "run_id"),
    ("pages", "url"),
    ("pages", "article_id"),
    ("pages", "version_id"),
    ("pages", "run_id"),
    ("claims", "version_id"),
    ("claims", "article_id"),
    ("comparisons", "run_id"),
    ("story_articles", "article_id"),
    ("story_articles", "version_id"),
    ("story_articles", "same_text_as"),
    ("alignments", "a"),
    ("alignments", "b"),
    ("alignments", "conflict"),
    ("reviews", "a_article_id"),
    ("reviews", "b_article_id"),
    ("judgements", "text_sha256"),
    ("differences", "kind"),
    ("groups", "first_article_id"),
    ("group_claims", "claim_id"),
    ("collapsed", "group_id"),
    ("coverage", "outlet_id"),
    ("coverage", "claim_id"),
    ("derivations", "story_id"),
    ("derivations", "citing_id"),
    ("derivations", "original_id"),
    ("citations", "derivation_id"),
    ("citations", "article_id"),
    ("derived_claims", "derivation_id"),
    ("derived_claims", "citing_claim_id"),
    ("derived_claims", "original_claim_id"),
    ("rates", "story_id"),
    ("rates", "outlet_id"),
    ("failures", "run_id"),
    ("failures", "story_id"),
)


@migrations()
def m001_first_schema(db: Database) -> None:
    """All tables, their indexes, full-text search and the views that answer the users' questions."""
    for statement in (*TABLES, *history.TABLES):
        db.execute(statement)
    for table, column in (*INDEXES, *history.INDEXES):
        db.execute(f"create index idx_{table}_{column} on {table}({column})")
    for name, what in LOOKUPS.items():
        db.execute(f"create index idx_{name} on {what}")
    db.table("versions").enable_fts(["title", "text"], create_triggers=True)
    db.table("claims").enable_fts(["text"], create_triggers=True)
    for name, query in (VIEWS | history.VIEWS).items():
        db.create_view(name, query)
    db.execute(f"pragma application_id = {APPLICATION_ID}")
