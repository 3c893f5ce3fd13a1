with

printed_values as (

    select * from {{ ref('corrections__printed_values') }}

),

final as (

    select
        correction_id,
        source_document_id,
        seed_name,
        corrected_seed_row_key,
        source_locator,
        printed_text,
        printed_unit_zh,
        corrected_text,
        corrected_unit_zh,
        {{ printed_number('corrected_text') }} as corrected_value,
        kind_code,
        evidence_en,
        evidence_zh,
        correction_status_code,
        {{ seed_row_key('corrections__printed_values') }} as _seed_row_key
    from printed_values

)

select * from final
