with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

plans as (

    select * from {{ ref('dim_plans') }}

),

kpi_targets as (

    select * from {{ ref('fct_kpi_targets') }}

),

policy_goals as (

    select * from {{ ref('dim_policy_goals') }}

),

policy_strategies as (

    select * from {{ ref('dim_policy_strategies') }}

),

agencies as (

    select * from {{ ref('dim_agencies') }}

),

-- Plans that number their goals; the aspects of other KPI tables are no goals.
numbered_plans as (

    select distinct
        source_document_id,
        agency_id
    from policy_goals

),

kpi_table_goals as (

    select
        kpis.source_document_id,
        kpis.agency_id,
        kpis.goal_no,
        kpis.goal_name_zh,
        min(kpis.source_locator) as source_locator
    from kpis
    inner join numbered_plans
        on
            kpis.source_document_id = numbered_plans.source_document_id
            and kpis.agency_id = numbered_plans.agency_id
    group by kpis.source_document_id, kpis.agency_id, kpis.goal_no, kpis.goal_name_zh

),

goals as (

    select
        'kpi_goal_in_part_one' as check_code,
        kpi_table_goals.source_document_id,
        kpi_table_goals.source_locator,
        concat_ws('', agencies.agency_name_zh, ' 施政目標', kpi_table_goals.goal_no) as subject_zh,
        kpi_table_goals.goal_name_zh as printed_text,
        policy_goals.goal_name_zh as expected_text,
        case
            when
                {{ normalised_name('kpi_table_goals.goal_name_zh') }}
                = {{ normalised_name('policy_goals.goal_name_zh') }}
                then 0
            else 1
        end as difference_value
    from kpi_table_goals
    inner join agencies
        on kpi_table_goals.agency_id = agencies.agency_id
    left join policy_goals
        on
            kpi_table_goals.source_document_id = policy_goals.source_document_id
            and kpi_table_goals.agency_id = policy_goals.agency_id
            and kpi_table_goals.goal_no = policy_goals.goal_no

),

agency_categories as (

    select distinct
        source_document_id,
        agency_id,
        plan_category_zh
    from plans

),

categories as (

    select distinct plan_category_zh
    from plans

),

category_lists as (

    select
        source_document_id,
        agency_id,
        {{ dbt.listagg('plan_category_zh', "'、'", 'order by plan_category_zh') }}
            as plan_categories_zh
    from agency_categories
    group by source_document_id, agency_id

),

plan_categories as (

    select
        'kpi_plan_category' as check_code,
        kpis.source_document_id,
        kpis.source_locator,
        concat_ws('', agencies.agency_name_zh, ' ', kpis.kpi_name_zh) as subject_zh,
        categories.plan_category_zh as printed_text,
        category_lists.plan_categories_zh as expected_text,
        case when agency_categories.plan_category_zh is null then 1 else 0 end as difference_value
    from kpis
    inner join categories
        on {{ dbt.position('categories.plan_category_zh', 'kpis.plan_link_zh') }} > 0
    inner join agencies
        on kpis.agency_id = agencies.agency_id
    left join agency_categories
        on
            kpis.source_document_id = agency_categories.source_document_id
            and kpis.agency_id = agency_categories.agency_id
            and categories.plan_category_zh = agency_categories.plan_category_zh
    left join category_lists
        on
            kpis.source_document_id = category_lists.source_document_id
            and kpis.agency_id = category_lists.agency_id

),

measures as (

    select
        *,
        {{ normalised_name('measure_definition_zh') }} as measure_key
    from kpis
    where evaluation_method_zh is not null

),

method_counts as (

    select
        source_document_id,
        measure_key,
        evaluation_method_zh,
        count(*) as method_kpi_count,
        sum(count(*)) over (partition by source_document_id, measure_key) as measure_kpi_count
    from measures
    group by source_document_id, measure_key, evaluation_method_zh

),

-- Of a measure printed twice with two methods, neither is the usual one.
usual_methods as (

    select * from method_counts
    where measure_kpi_count > 1 and 2 * method_kpi_count > measure_kpi_count

),

evaluation_methods as (

    select
        'measure_evaluation_method' as check_code,
        measures.source_document_id,
        measures.source_locator,
        concat_ws('', agencies.agency_name_zh, ' ', measures.kpi_name_zh) as subject_zh,
        measures.evaluation_method_zh as printed_text,
        usual_methods.evaluation_method_zh as expected_text,
        case
            when measures.evaluation_method_zh = usual_methods.evaluation_method_zh then 0 else 1
        end as difference_value
    from measures
    inner join usual_methods
        on
            measures.source_document_id = usual_methods.source_document_id
            and measures.measure_key = usual_methods.measure_key
    inner join agencies
        on measures.agency_id = agencies.agency_id

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

page_labels as (

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

located_targets as (

    select
        kpis.source_document_id,
        kpis.agency_id,
        kpis.goal_no,
        kpis.kpi_no,
        kpis.kpi_name_zh,
        kpis.source_locator,
        kpi_targets.fiscal_year,
        kpi_targets.component_no,
        kpi_targets.target_text,
        kpi_targets.target_value
    from kpis
    inner join kpi_targets
        on kpis.kpi_id = kpi_targets.kpi_id

),

edition_targets as (

    select
        'kpi_target_between_editions' as check_code,
        printed.source_document_id,
        printed.source_locator,
        concat_ws(
            '',
            agencies.agency_name_zh,
            ' ',
            printed.kpi_name_zh,
            '（',
            expected.source_document_id,
            ' ',
            expected.source_locator,
            '）'
        ) as subject_zh,
        printed.target_text as printed_text,
        expected.target_text as expected_text,
        case
            when
                {{ normalised_name('printed.target_text') }}
                = {{ normalised_name('expected.target_text') }}
                then 0
            else coalesce(nullif(printed.target_value - expected.target_value, 0), 1)
        end as difference_value
    from located_targets as printed
    inner join located_targets as expected
        on
            printed.agency_id = expected.agency_id
            and printed.goal_no = expected.goal_no
            and printed.kpi_no = expected.kpi_no
            and printed.fiscal_year = expected.fiscal_year
            and printed.component_no = expected.component_no
            and printed.source_document_id > expected.source_document_id
    inner join agencies
        on printed.agency_id = agencies.agency_id

),

unioned as (

    select * from goals
    union all
    select * from plan_categories
    union all
    select * from evaluation_methods
    union all
    select * from page_labels
    union all
    select * from edition_targets

),

final as (

    select
        check_code,
        source_document_id,
        source_locator,
        subject_zh,
        printed_text,
        expected_text,
        cast(difference_value as decimal(28, 8)) as difference_value,
        cast(0 as decimal(28, 8)) as agreement_value,
        cast(0 as decimal(28, 8)) as tolerance_value
    from unioned

)

select * from final
