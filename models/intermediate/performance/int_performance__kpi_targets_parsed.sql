{%- set plain_target = '^(-?[0-9][0-9,]*(?:[.][0-9]+)?)([^0-9.,].*)?$' -%}
with

kpis as (

    select * from {{ ref('stg_mohw_fy107_plan__kpis') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- A plain target is a number and a unit, such as 1,735處, or a number alone.
split as (

    select
        *,
        regexp_extract(target_text, '{{ plain_target }}', 1) as number_text,
        trim(regexp_extract(target_text, '{{ plain_target }}', 2)) as unit_text
    from kpis

),

parsed as (

    select
        split.*,
        {{ printed_number('split.number_text') }} as number_value,
        units.unit_zh as known_unit_zh
    from split
    left join units
        on split.unit_text = units.unit_zh

),

judged as (

    select
        *,
        number_value is not null and (unit_text = '' or known_unit_zh is not null) as is_plain
    from parsed

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
        case when is_plain then 'absolute' else 'qualitative' end as target_kind_code,
        cast(null as {{ dbt.type_string() }}) as comparison_operator,
        case when is_plain then number_value end as target_value,
        case when is_plain then known_unit_zh end as unit_zh,
        source_locator,
        _seed_row_key
    from judged

)

select * from final
