with

printed_targets as (

    select * from {{ ref('int_performance__printed_targets_unioned') }}

),

landed_targets as (

    select * from {{ ref('stg_landing__kpi_targets') }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

current_landed_targets as (

    select landed_targets.*
    from landed_targets
    inner join landed_rows_ranked
        on landed_targets._seed_row_key = landed_rows_ranked.seed_row_key
    where not landed_rows_ranked.is_superseded

),

final as (

    select * from printed_targets
    union all
    select
        kpi_id,
        source_document_id,
        roc_year,
        target_text,
        source_locator,
        _seed_row_key
    from current_landed_targets

)

select * from final
