with

kpis as (

    select * from {{ ref('nhi_digital_upgrade_113_116__kpis') }}

),

typed as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'nhia' as agency_id,
        aspect_name_zh,
        -- An aspect is what goals are in other plans.
        {{ chinese_numeral('aspect_no') }} as goal_no,
        aspect_name_zh as goal_name_zh,
        cast(kpi_no as int) as kpi_no,
        kpi_name_zh,
        measure_definition_zh,
        {{ blank_to_null('baseline_text') }} as baseline_text,
        cast(is_qualitative as boolean) as is_qualitative,
        cast(is_kpi_no_inferred as boolean) as is_kpi_no_inferred,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__kpis') }} as _seed_row_key
    from kpis

),

final as (

    select
        *,
        {{ kpi_key('source_document_id', 'agency_id', 'goal_no', 'kpi_no') }} as kpi_id
    from typed

)

select * from final
