{%- set columns = {
    'agency_id': 'string',
    'agency_name_zh': 'string',
    'agency_name_en': 'string',
} -%}
with

landed as (

    {{ landed_rows('agencies', columns) }}

),

final as (

    select
        agency_id,
        agency_name_zh,
        agency_name_en,
        _batch_id as source_document_id,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
