{%- set kinds = [
    'agencies',
    'budget_execution',
    'budgets',
    'kpi_actuals',
    'kpi_targets',
    'kpis',
    'plans',
    'programme_metrics',
    'programmes',
] -%}
with

landed as (

    {% for kind_code in kinds %}
    select
        '{{ kind_code }}' as kind_code,
        source_document_id as batch_id,
        _seed_row_key as seed_row_key,
        _key as row_key,
        _load_no as load_no
    from {{ ref('stg_landing__' ~ kind_code) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

programme_metrics as (

    select * from {{ ref('stg_landing__programme_metrics') }}

),

batches as (

    select * from {{ ref('stg_landing__batches') }}

),

institution_rows as (

    select * from {{ ref('stg_landing__institution_rows') }}

),

-- Rows of large files never come by here; they supersede what was loaded before them all the same.
superseded_by_large_files as (

    select distinct programme_metrics._seed_row_key as seed_row_key
    from programme_metrics
    inner join institution_rows
        on
            programme_metrics.institution_id = institution_rows.institution_id
            and programme_metrics.metric_id = institution_rows.metric_id
            and coalesce(programme_metrics.dimension_zh, '')
            = coalesce(institution_rows.dimension_zh, '')
            and programme_metrics.period_start_date = institution_rows.month_start_date
            and programme_metrics.period_end_date = institution_rows.month_end_date
            and coalesce(programme_metrics.as_of_date, programme_metrics.period_end_date)
            = institution_rows.as_of_date
            and programme_metrics._load_no < institution_rows._load_no
    inner join batches
        on
            institution_rows.source_document_id = batches.batch_id
            and batches.storage_code = 'aggregates'

),

final as (

    select
        landed.kind_code,
        landed.batch_id,
        landed.seed_row_key,
        landed.row_key,
        landed.load_no,
        -- Of rows with the same key, the one loaded last counts.
        row_number() over (
            partition by landed.kind_code, landed.row_key
            order by landed.load_no desc
        ) > 1
        or superseded_by_large_files.seed_row_key is not null as is_superseded
    from landed
    left join superseded_by_large_files
        on landed.seed_row_key = superseded_by_large_files.seed_row_key

)

select * from final
