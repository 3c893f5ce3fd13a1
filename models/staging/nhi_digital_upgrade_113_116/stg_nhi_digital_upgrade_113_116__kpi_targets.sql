with

kpi_targets as (

    select * from {{ ref('nhi_digital_upgrade_113_116__kpi_targets') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        {{ kpi_key(
            "'nhi_digital_upgrade_113_116'", "'nhia'", chinese_numeral('aspect_no'), 'kpi_no'
        ) }} as kpi_id,
        cast(roc_year as int) as roc_year,
        target_text,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__kpi_targets') }} as _seed_row_key
    from kpi_targets

)

select * from final
