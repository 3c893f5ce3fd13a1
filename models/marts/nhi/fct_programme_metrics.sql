with

programme_metrics as (

    select * from {{ ref('int_nhi__programme_metrics_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- A document may print the same figure again; another figure for the same period is another row,
-- and breaks the grain.
printings as (

    select
        *,
        row_number() over (
            partition by
                source_document_id,
                metric_id,
                dimension_zh,
                institution_id,
                period_start_date,
                period_end_date,
                as_of_date,
                printed_text,
                unit_zh
            order by source_locator
        ) as printing_no
    from programme_metrics

),

final as (

    select
        printings.metric_id,
        printings.metric_name_zh,
        printings.dimension_zh,
        printings.institution_id,
        printings.institution_name_zh,
        printings.institution_level_zh,
        printings.region_zh,
        printings.period_start_date,
        printings.period_end_date,
        printings.as_of_date,
        printings.printed_text,
        printings.printed_value as metric_value,
        printings.unit_zh,
        {{ in_base_unit('printings.printed_value', 'units.multiplier') }} as base_value,
        units.base_unit_zh,
        printings.is_total,
        printings.is_period_inferred,
        printings.is_unit_inferred,
        printings.source_document_id,
        printings.source_locator,
        printings.quote_zh,
        printings._seed_row_key
    from printings
    inner join units
        on printings.unit_zh = units.unit_zh
    where printings.printing_no = 1

)

select * from final
