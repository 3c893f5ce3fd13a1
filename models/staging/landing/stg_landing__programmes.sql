{%- set columns = {
    'programme_code': 'string',
    'programme_name_zh': 'string',
    'programme_name_en': 'string',
} -%}
with

landed as (

    {{ landed_rows('programmes', columns) }}

),

final as (

    select
        programme_code,
        programme_name_zh,
        programme_name_en,
        _batch_id as source_document_id,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
