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

    {{ not_superseded('landed_targets') }}

),

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        target_text,
        source_locator,
        _seed_row_key
    from printed_targets
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
