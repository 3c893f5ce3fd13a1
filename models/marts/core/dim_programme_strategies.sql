with

printed_strategies as (

    select * from {{ ref('int_core__programme_strategies_unioned') }}

),

-- A strategy printed beside each of its measures is named once.
numbered as (

    select
        *,
        row_number() over (
            partition by source_document_id, strategy_no
            order by _seed_row_key
        ) as printing_no
    from printed_strategies

),

final as (

    select
        source_document_id,
        strategy_no,
        strategy_name_zh,
        source_locator,
        _seed_row_key
    from numbered
    where printing_no = 1

)

select * from final
