with

printings as (

    select * from {{ ref('int_nhi__metric_printings_placed') }}

),

unnoted as (

    select
        metric_id,
        metric_name_zh,
        axis_zh,
        member_zh,
        dimension_zh,
        is_total,
        institution_id,
        institution_name_zh,
        institution_level_zh,
        region_zh,
        period_start_date,
        period_end_date,
        as_of_date,
        superseded_date,
        printed_text,
        printed_value as metric_value,
        bound_code is not null as is_approximate,
        bound_code,
        unit_zh,
        base_value,
        base_unit_zh,
        is_second_printing,
        is_period_inferred,
        is_unit_inferred,
        source_document_id,
        source_locator,
        quote_zh,
        is_quote_verbatim,
        _seed_row_key
    from printings

),

final as (

    {{ with_notes('unnoted', ['nhi.dim_metrics']) }}

)

select * from final
