select
    run_id,
    started_at,
    finished_at,
    git_commit,
    engine_version,
    model_count,
    test_count,
    row_count
from meta.build_runs
where status_code = 'published'
order by finished_at desc
limit 1
