with

fields as (

    select * from {{ ref('int_audit__edition_fields_unpivoted') }}

),

edition_entities as (

    select * from {{ ref('stg_reference__edition_entities') }}

),

edition_rows as (

    select distinct
        {{ key_of(['older_document_id', 'newer_document_id', 'agency_id', 'entity_code']) }}
            as comparison_key,
        older_document_id,
        newer_document_id,
        agency_id,
        entity_code,
        edition_code,
        row_no,
        match_text,
        {{ normalised_text('match_text') }} as normalised_match_text
    from fields

),

-- The second row of a name in one edition is the second of that name in the other.
numbered as (

    select
        *,
        row_number() over (
            partition by comparison_key, edition_code, normalised_match_text order by row_no
        ) as occurrence_no
    from edition_rows

),

older_rows as (

    select * from numbered
    where edition_code = 'older'

),

newer_rows as (

    select * from numbered
    where edition_code = 'newer'

),

exact_matches as (

    select
        older_rows.comparison_key,
        older_rows.row_no as older_row_no,
        newer_rows.row_no as newer_row_no,
        cast(1 as decimal(18, 8)) as match_similarity_rate
    from older_rows
    inner join newer_rows
        on
            older_rows.comparison_key = newer_rows.comparison_key
            and older_rows.normalised_match_text = newer_rows.normalised_match_text
            and older_rows.occurrence_no = newer_rows.occurrence_no

),

unmatched as (

    select numbered.*
    from numbered
    left join exact_matches
        on
            numbered.comparison_key = exact_matches.comparison_key
            and numbered.row_no = case numbered.edition_code
                when 'older' then exact_matches.older_row_no
                else exact_matches.newer_row_no
            end
    where exact_matches.comparison_key is null

),

positions as (

    {{ dbt.generate_series(256) }}

),

-- The neighbouring characters of a name, each pair once.
pairs as (

    select distinct
        unmatched.comparison_key,
        unmatched.entity_code,
        unmatched.edition_code,
        unmatched.row_no,
        substring(unmatched.normalised_match_text, positions.generated_number, 2) as pair_text
    from unmatched
    inner join positions
        on length(unmatched.normalised_match_text) > positions.generated_number

),

counted_pairs as (

    select
        *,
        count(*) over (partition by comparison_key, edition_code, row_no) as pair_count
    from pairs

),

candidates as (

    select
        older_pairs.comparison_key,
        older_pairs.entity_code,
        older_pairs.row_no as older_row_no,
        newer_pairs.row_no as newer_row_no,
        {{ safe_ratio(
            '2 * count(*)', 'max(older_pairs.pair_count) + max(newer_pairs.pair_count)'
        ) }} as match_similarity_rate
    from counted_pairs as older_pairs
    inner join counted_pairs as newer_pairs
        on
            older_pairs.comparison_key = newer_pairs.comparison_key
            and older_pairs.pair_text = newer_pairs.pair_text
    where older_pairs.edition_code = 'older' and newer_pairs.edition_code = 'newer'
    group by
        older_pairs.comparison_key,
        older_pairs.entity_code,
        older_pairs.row_no,
        newer_pairs.row_no

),

ranked as (

    select
        candidates.*,
        row_number() over (
            partition by candidates.comparison_key, candidates.older_row_no
            order by candidates.match_similarity_rate desc, candidates.newer_row_no asc
        ) as choice_of_older_no,
        row_number() over (
            partition by candidates.comparison_key, candidates.newer_row_no
            order by candidates.match_similarity_rate desc, candidates.older_row_no asc
        ) as choice_of_newer_no
    from candidates
    inner join edition_entities
        on candidates.entity_code = edition_entities.entity_code
    where candidates.match_similarity_rate >= edition_entities.minimum_similarity_rate

),

-- Each must be the other's best, lest a row be matched twice.
matches as (

    select * from exact_matches
    union all
    select
        comparison_key,
        older_row_no,
        newer_row_no,
        match_similarity_rate
    from ranked
    where choice_of_older_no = 1 and choice_of_newer_no = 1

),

unioned as (

    select
        older_rows.*,
        older_rows.row_no as older_row_no,
        matches.newer_row_no,
        matches.match_similarity_rate
    from older_rows
    left join matches
        on
            older_rows.comparison_key = matches.comparison_key
            and older_rows.row_no = matches.older_row_no
    union all
    select
        newer_rows.*,
        matches.older_row_no,
        newer_rows.row_no as newer_row_no,
        matches.match_similarity_rate
    from newer_rows
    left join matches
        on
            newer_rows.comparison_key = matches.comparison_key
            and newer_rows.row_no = matches.newer_row_no
    where matches.newer_row_no is null

),

final as (

    select
        older_document_id,
        newer_document_id,
        agency_id,
        entity_code,
        match_text
        || case
            when occurrence_no > 1
                then '#' || cast(occurrence_no as {{ dbt.type_string() }})
            else ''
        end as entity_key,
        older_row_no,
        newer_row_no,
        match_similarity_rate
    from unioned

)

select * from final
