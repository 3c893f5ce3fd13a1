with

kpis as (

    select * from {{ ref('stg_mohw_fy107_plan__kpis') }}

),

-- A plain target is a number and its unit, such as 1,735處.
split as (

    select
        *,
        regexp_extract(target_text, '^([0-9][0-9,.]*)(.+)$', 1) as target_number_text,
        regexp_extract(target_text, '^([0-9][0-9,.]*)(.+)$', 2) as target_unit_text
    from kpis

),

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year,
        1 as component_no,
        target_text,
        target_text as component_text,
        case when target_unit_text != '' then 'absolute' else 'qualitative' end
            as target_kind_code,
        cast(null as {{ dbt.type_string() }}) as comparison_operator,
        {{ printed_number('target_number_text') }} as target_value,
        nullif(target_unit_text, '') as unit_zh,
        source_locator,
        _seed_row_key
    from split

)

select * from final
