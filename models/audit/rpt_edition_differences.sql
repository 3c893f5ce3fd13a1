with

matches as (

    select * from {{ ref('int_audit__edition_rows_matched') }}

),

fields as (

    select * from {{ ref('int_audit__edition_fields_unpivoted') }}

),

edition_pairs as (

    select * from {{ ref('stg_reference__edition_pairs') }}

),

older_fields as (

    select * from fields
    where edition_code = 'older'

),

newer_fields as (

    select * from fields
    where edition_code = 'newer'

),

-- A row with all its fields in both editions, null where one of them has no such row.
compared as (

    select
        matches.older_document_id,
        matches.newer_document_id,
        matches.agency_id,
        matches.entity_code,
        matches.entity_key,
        matches.older_row_no,
        matches.newer_row_no,
        matches.match_similarity_rate,
        coalesce(older_fields.field_code, newer_fields.field_code) as field_code,
        older_fields.field_value as older_value,
        newer_fields.field_value as newer_value,
        older_fields.row_label_zh as older_label_zh,
        newer_fields.row_label_zh as newer_label_zh,
        older_fields.source_locator as older_source_locator,
        newer_fields.source_locator as newer_source_locator
    from matches
    left join older_fields
        on
            matches.older_document_id = older_fields.older_document_id
            and matches.newer_document_id = older_fields.newer_document_id
            and matches.agency_id = older_fields.agency_id
            and matches.entity_code = older_fields.entity_code
            and matches.older_row_no = older_fields.row_no
    left join newer_fields
        on
            matches.older_document_id = newer_fields.older_document_id
            and matches.newer_document_id = newer_fields.newer_document_id
            and matches.agency_id = newer_fields.agency_id
            and matches.entity_code = newer_fields.entity_code
            and matches.newer_row_no = newer_fields.row_no
            and (
                older_fields.field_code is null
                or older_fields.field_code = newer_fields.field_code
            )

),

differences as (

    select
        older_document_id,
        newer_document_id,
        agency_id,
        entity_code,
        entity_key,
        field_code,
        older_value,
        newer_value,
        match_similarity_rate,
        older_source_locator,
        newer_source_locator
    from compared
    where
        older_row_no is not null
        and newer_row_no is not null
        and {{ normalised_text('older_value') }}
        is distinct from {{ normalised_text('newer_value') }}
    union all
    select distinct
        older_document_id,
        newer_document_id,
        agency_id,
        entity_code,
        entity_key,
        'row' as field_code,
        older_label_zh as older_value,
        newer_label_zh as newer_value,
        match_similarity_rate,
        older_source_locator,
        newer_source_locator
    from compared
    where older_row_no is null or newer_row_no is null

),

final as (

    select
        differences.older_document_id,
        differences.newer_document_id,
        differences.agency_id,
        differences.entity_code,
        differences.entity_key,
        differences.field_code,
        differences.older_value,
        differences.newer_value,
        differences.match_similarity_rate,
        edition_pairs.is_order_inferred,
        differences.older_source_locator,
        differences.newer_source_locator
    from differences
    inner join edition_pairs
        on
            differences.older_document_id = edition_pairs.older_document_id
            and differences.newer_document_id = edition_pairs.newer_document_id
            and differences.agency_id = edition_pairs.agency_id

)

select * from final
