with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

plans as (

    select * from {{ ref('dim_plans') }}

),

policy_strategies as (

    select * from {{ ref('dim_policy_strategies') }}

),

agencies as (

    select * from {{ ref('dim_agencies') }}

),

located_rows as (

    select
        source_document_id,
        agency_id,
        source_locator
    from kpis
    union all
    select
        source_document_id,
        agency_id,
        source_locator
    from plans
    union all
    select
        source_document_id,
        agency_id,
        source_locator
    from policy_strategies

),

-- A page label is the chapter and the page within it.
page_chapters as (

    select
        source_document_id,
        agency_id,
        {{ matched_group('source_locator', '^([0-9]+)-[0-9]+$', 1) }} as chapter_no,
        min(source_locator) as source_locator
    from located_rows
    where {{ matches('source_locator', '^[0-9]+-[0-9]+$') }}
    group by
        source_document_id,
        agency_id,
        {{ matched_group('source_locator', '^([0-9]+)-[0-9]+$', 1) }}

),

compared as (

    select
        'page_label_of_chapter' as check_code,
        page_chapters.source_document_id,
        page_chapters.source_locator,
        concat_ws('', agencies.agency_name_zh, ' 頁碼') as subject_zh,
        page_chapters.chapter_no as printed_text,
        cast(agencies.chapter_no as {{ dbt.type_string() }}) as expected_text,
        cast(page_chapters.chapter_no as int) - agencies.chapter_no as difference_value
    from page_chapters
    inner join agencies
        on page_chapters.agency_id = agencies.agency_id

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
