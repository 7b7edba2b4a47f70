"""About: what names a document and what is asked about one, by many questions; replies hold nothing but facts."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import about_wording
from chatbot.about import LONGEST_QUESTION, Mention, mentioned, tell
from chatbot.about_wording import MOST_LINES, Topic
from ingest.manifest import read_manifest
from ingest.types import Document, Facts, Reference
from tests.conftest import hostile_texts

SOURCES = Path(__file__).parents[1] / "data" / "sources"
# How the reply to each topic is known.
SIGNS = {
    Topic.AUTHOR: "does not say who wrote it| is by ",
    Topic.DATE: "does not say when it was written| is dated ",
    Topic.KIND: "” is an? ",
    Topic.LIST: "undated",
    Topic.ORIGIN: "does not say who published it",
    Topic.REFERENCES: "references",
    Topic.STUDY: "references",
    Topic.REVIEW: re.escape(about_wording.REVIEWS),
    Topic.TRUST: re.escape(about_wording.CANNOT_JUDGE),
}
# What people ask about the documents, and questions that name one. A bar stands between two questions.
TOLD: Mapping[str, str] = {
    Topic.AUTHOR: """
        who wrote this? | Who wrote the essay? | who is the author | Who's the author of the blog post? |
        whos the author of the article | who made the video? | Who created this document? |
        by whom was the essay written? | ok and who wrote it? | do you know who wrote the article |
        who are the authors of these documents? | Can you tell me who wrote document 2? |
        what's the name of the author | is there an author? | does the article name an author? |
        is it written by a doctor? | was this written by AI? | were the documents written by doctors? |
        did a dermatologist write this? | is the author a doctor? | who is Marie-Claire Gaas? |
        who is the student | who is the speaker in the video | who is the doctor in the video? | author? |
        Who's behind the blog post? | tell me the author of 002 | who r the authors | btw who wrote that |
        who wrote these articles | Is the essay by a student? | has a doctor written any of these? |
        Is the author known? | who put together the article? | who wrote the third document? |
        are these documents written by professionals? | who authored the sources? |
        who wrote the sources you use | what are the author's credentials | Who is this by? |
        hey who's the writer of that article | who came up with this document? | which person wrote the essay |
        Name the author of the essay. | I'd like to know who wrote the blog | who's marie-claire gaas |
        Was the article written by a machine? | is the video made by a dermatologist? |
        was the essay written by a medical student | did AI write these articles? |
        who are the people behind these documents | Does the video say who the doctor is? |
        who is speaking in the video? | what is the author's background | Is Marie-Claire Gaas a doctor? |
        are the authors experts | who wrote all this | the essay - who wrote it? | who wrote document three |
        any info on the author? | Do we know the author of the article? | Is it a doctor who wrote this? |
        who's the one who wrote this article | Do the documents name their authors? |
        are these written by experts | whos behind this info | who authored document 4? |
        did a real doctor write this | Which doctor made the video? | is there a name on the blog post |
        what's the student's name? | who compiled these documents?""",
    Topic.DATE: """
        when was it written? | When was the essay published? | how old is this information? |
        how old are the documents | Is this up to date? | is it up to date | are these sources up to date? |
        is the information current? | is the blog post outdated | when were these written? |
        What year was the article written? | what is the publication date | when was the video made |
        when was this last updated? | how recent are your sources? | how recent is this? |
        are the documents still valid? | which document is the newest? | which source is the most recent? |
        Is the article older than the essay? | does the essay have a date? | is there a date on the article |
        date of the essay? | When did she write the essay? | when did the blog post come out |
        Has the article been updated? | how up-to-date is the info | from what year is the video |
        is this info outdated? | when was document 1 written | how old is the article |
        When were these documents written? | when did the author write this | is the video recent? |
        How recent is the blog post? | what date is on the essay | is this still up to date? |
        are they up to date | is the essay from 2022? | when exactly was the essay written? |
        How current is the information? | do the documents have dates? | in which year was the essay written |
        Is your information up to date? | was the article written recently? | publication date of the article? |
        are the docs old | are these articles recent | When were they published? | date? |
        when did this article come out? | is the article old | how long ago was the essay written? |
        when were the sources last updated | is this the latest information? |
        are any of the documents from this year | is the essay dated""",
    Topic.KIND: """
        what kind of sources are these? | What kind of documents do you have? |
        What type of source is the first document? | what sort of texts do you use | what are these documents? |
        is document 1 a video? | Is the second document a blog? | are these blogs? |
        what kind of article is this | What type of documents are in the library |
        what kind of sources do you rely on? | is the essay a school assignment or an article? |
        Are the documents just blog posts? | what type of text is document 3 | what kind of source is the video? |
        what sort of documents are these | What type of source is this? | is the third document an essay? |
        Is the first source really a video? | are these documents articles or studies? |
        What kind of website is this from | are they blog posts | what is the format of these documents |
        are these all articles? | what are these sources exactly | Is the blog post an advertisement |
        what type of source is document two?""",
    Topic.LIST: """
        how many documents are there? | how many sources do you have | How many documents are in the library? |
        how many articles did you read? | how many docs are you using | list the sources |
        List your sources please | show me all documents | can you list the documents | What are your sources? |
        what are the sources? | what documents do you have | which sources do you use? | what is this based on? |
        what are your answers based on? | which documents are in your library? | what's in the library? |
        give me a list of the documents | what are the titles of the documents | what is the title of the essay |
        what's document 2? | what is the video about? | What is the essay about? | tell me about the blog post |
        on what is this based? | do you have other documents? | number of documents |
        what did you read to answer this | what texts are you using | are there more documents than these four? |
        Which one is document 4? | how many files do you have | how many sources is this based on? |
        what documents are you using? | which documents are you using | which articles do you use? |
        show the list of documents | Could you list all of the sources you use? | what are the four documents? |
        What documents is this based on | Tell me what documents you have | what's your database |
        what do you know about the essay | what is the blog post called | What's the title of document 3? |
        how many texts are in here? | tell me more about the essay | name the sources | what sources did you use |
        what sources were used | Name all documents in your library. | Which sources did you use for that? |
        what documents did you look at | can i see the list of sources | how many sources are there in total? |
        whats in your library | what are the documents called? | which documents were used""",
    Topic.ORIGIN: """
        where do they come from? | Where does this come from | where is this from? |
        where are these documents from? | do you have links? | can you give me the links | link? |
        is there a link to the video | where can I find the essay? | where can I watch the video |
        Where did you get this information? | where do you get your information from |
        who published the article? | who is the publisher | what website is this from |
        What is the URL of the blog post? | is the video on youtube? | is the essay available online |
        can I read the whole essay? | what's the source of this information? | Where was the article published |
        links please | send me the link to the article | where did these come from | Is this from wikipedia? |
        where's the info from | give me the url | Where is this information coming from? |
        where did the documents come from | where does the article come from? | Where is the video from? |
        which website is the blog post from | is there a URL? | can you share the link of the video |
        Do the documents have links? | How can I access the essay? | can I watch the video? |
        where was this published? | Who posted the video? | what journal is the article from |
        is the article published in a journal | what's the website of the blog |
        what is the origin of these documents | Can you send me the article? | got a link? | who published these |
        are the documents publicly available? | do you have the link to the essay |
        Where can I read the original article? | which site is it from? | where'd you get that |
        where is the original video? | Do you have any links to the sources?""",
    Topic.REFERENCES: """
        does it cite anything? | Does the essay cite any sources? | what references does it have |
        what references does the essay have? | are there references? | does the blog post have references? |
        list the references | show me the references of the essay | What sources does the student use? |
        which studies does the essay cite? | what does the essay cite | what are the essay's sources? |
        how many references does the essay have? | any references? | does the article give any sources |
        do they cite studies? | do the documents cite their sources? | which documents cite sources |
        where does the essay get its information | does the video mention any studies |
        Does document 2 list any references? | who does the essay cite? | is there a bibliography? |
        what is the essay based on | references? | does the article back up its claims with references |
        do these have citations | Which of the documents has references? | Does the article have sources? |
        Does the essay have a reference list? | What are the references of document 3? |
        what literature does the essay use? | how many sources does the essay cite |
        does the blog post say where it got its information? | are there any citations in the essay |
        Which references does the student use | list the essay's references | what works does the essay name |
        what are its references | what are their sources | do any of the documents have references? |
        who does the student quote? | Does the video have sources? | Are the claims in the article sourced? |
        which articles does the essay reference? | does document 4 cite any research? |
        does the article link to any studies | does the student cite her sources? |
        what studies does the essay mention? | Does the article provide references? | did the author cite anyone |
        do these have sources | where did the student get this information""",
    Topic.STUDY: """
        is there any study behind the documents? | is there any research behind the article? |
        are the documents based on studies? | Are these based on research? | is the article based on science |
        is there any scientific evidence behind the essay | are any of these scientific papers? |
        are these studies? | Is the essay a scientific study | are the sources based on evidence or opinion? |
        is there a study behind this document? | are these documents backed by science? |
        is there evidence for what you say? | does the article report any studies |
        Are the documents scientific studies? | Is any of this backed by research? |
        is there science behind the documents? | is the article scientifically backed? |
        do the documents use clinical trials? | is the blog based on studies | are these based on real studies |
        Is there actual research behind the essay? | What is the evidence behind these documents? |
        are there any studies in the documents | are the documents research papers? |
        is this information backed by studies? | do the documents have scientific backing""",
    Topic.REVIEW: """
        are these medically reviewed? | Is the essay peer reviewed? | is it peer-reviewed? |
        have the documents been reviewed by a doctor? | was this reviewed by a dermatologist? |
        who reviewed the article? | has the blog post been fact checked? | Was the essay checked by a doctor |
        are the sources peer reviewed | has any doctor reviewed these? | was it medically reviewed |
        Are any of the documents peer-reviewed? | has the article been peer reviewed? |
        was the blog reviewed by anyone | which documents are peer reviewed? |
        is the article medically reviewed? | was any of this checked by a doctor | did a doctor review this? |
        is this medically reviewed? | who fact checked this | Are the sources reviewed by medical professionals? |
        did an expert review the documents? | are these texts medically reviewed | has this been peer reviewed?""",
    Topic.TRUST: """
        can I trust it? | Can I trust this? | can i trust these sources | should I believe this |
        how reliable is it? | how reliable are the documents? | How trustworthy is the blog post? |
        are these scientific? | are these sources reliable? | is the essay reliable |
        Is the information accurate? | is this a reliable source? | can the article be trusted? |
        how credible is the essay? | is this trustworthy | which source is most reliable? |
        Which of the documents is the most trustworthy? | how do I know this information is true? |
        is the video biased? | are the documents legit? | Why should I trust you? |
        can I rely on this information | can I trust what you say | is document 3 a good source? |
        are your sources any good | Which is more reliable, the essay or the blog post? |
        is the essay more reliable than the article? | how accurate are these documents |
        Is the blog trustworthy? | can you be trusted | are the documents trustworthy | how trustworthy is this? |
        do you trust these sources | are these good sources? | is the article accurate? |
        Which document should I trust most? | is the essay a reliable source | is this source credible? |
        How can I know the article is right? | should I trust the blog post? |
        Is the article better than the essay? | can this be trusted | is this info legit |
        is that reliable information | are your answers reliable? | is the essay correct |
        Is the blog post sponsored? | how good are the sources | how reliable is the student essay |
        are you reliable? | can i believe the video | what's the most credible document |
        how trustworthy are your sources | can I trust the student essay? | is the blog post credible |
        are the documents accurate? | Is this a trustworthy source? | is the video reliable or not |
        is this website reliable | how valid are these sources | Are the sources legit?""",
}
NAMED = {
    "000": """
        according to the video, does it hurt? | What does the video say about home devices? |
        in the video summary, who should not have it | does the video mention hair loss? |
        what are the takeaways of the video | the vid says it's cheap, how cheap? |
        Does the summary mention sweating? | acc to the video is it safe at home |
        what does the youtube video say about herpes | What does the speaker say about psoriasis? |
        As per the video, what are the risks? | what does doc 1 say | according to 000, is it painful |
        what does the first source say about hair | video says its safe, is it? |
        what does your video say about lasers | and the video? |
        Where does the video talk about radio frequency? | is the video against home use? |
        Which contraindications does the video list? | answer from the video only, does it help acne |
        what does source #1 say about oil | as mentioned in the video, is it good for sweating |
        what are the benefits listed in the video summary? | what does the video transcript say on keloids |
        What does the summary say about warts? | in the summary, what about warts? |
        according to the summary who should do it | quote the video about infections""",
    "000 001": """
        compare documents 1 and 2 on side effects | what do the video and the blog say about acne""",
    "000 001 003": """
        apart from the essay, who mentions keloids? | does any source besides the essay mention fillers?""",
    "000 002": """
        what do the first and third documents say about hair loss |
        What do both the video and the essay say about hair loss?""",
    "000 003": """
        does the video or the article mention herpes? | Compare the video with the article on downtime""",
    "001": """
        What does the blog post say about stretch marks? | in the blog, what are the side effects |
        According to the blog post how does it work? | does the blog recommend it for rosacea? |
        the blog says a few sessions help, how many exactly? | what skin issues are listed in the blog post? |
        what does the blogger say about bleeding | from the blog post: who should avoid it |
        in document #2, what are the side effects | source 2: what are the risks? | the second document on risks |
        what does the 2nd doc say about collagen | what does "Micro Needling" say about acne |
        what does the document called Micro Needling say about acne |
        I read in the blog post that it helps rosacea, really? | according to blog post is it safe |
        what about the blog post | Hi! I was reading the blog post. It lists rosacea. What else does it treat? |
        list the side effects given in the blog post | How many sessions does the blog post suggest |
        what is the main point of document 2 | Does document two mention hair? | blog post side effects |
        In the text called Micro Needling, which issues are listed |
        does Micro Needling (the blog post) mention acne?""",
    "001 002": """
        both the essay and the blog mention bleeding, why? |
        In the blog and the essay, what is said about loose skin? |
        does the essay or the blog say more about bleeding?""",
    "001 002 003": """
        what do all documents except the video say about bleeding |
        Do the other documents, apart from the video, mention herpes?""",
    "001 003": """
        Do documents 2 and 4 agree about keloids? | What do the 2nd and 4th sources say about infection?""",
    "002": """
        what does the essay say about bleeding? | what does the student essay say about cost |
        According to the essay, who should be asked for advice? | does the essay mention a 2021 review? |
        what does the student write about home devices? | according to the student, is it cheaper than laser |
        the student's essay: what are the dangers | in Marie-Claire Gaas's essay, what is collagen |
        what does Gaas say about hair | According to Marie-Claire Gaas, is downtime long? |
        what does Marie Claire say about fillers | What does the paper say about eczema? |
        in the essay by Marie-Claire Gaas what studies are named | What does document 3 say about bleeding? |
        what does source number 3 recommend | What does 002 say about eczema? |
        what does the third text say about fillers | is the essay right about bleeding |
        the document titled Microneedling on hair | 002_ddc59c7d72c69f85 on scars |
        is bleeding mentioned in the essay? | why does the essay say that home devices are worse? |
        can you tell me what the essay says about laser? | what does essay say about pain |
        quote the essay on collagen | the essay? | pls tell me wat the essay says on pain |
        Show me the section of the essay on home devices | summarize the essay | use only the essay: is it safe? |
        doc 3 hair loss? | in doc 3 what about hair | The essay's view on lasers? |
        What's the essay's opinion about home devices | what does the essay conclude? | essay: hair |
        what did the student say about alopecia | is the student in favour of home devices |
        Does Ms Gaas recommend seeing a dermatologist? | Gaas says it's cheaper than laser, by how much? |
        what does the text by the student say about cost? |
        what does the document by Marie-Claire Gaas say about eczema | read me the essay's part about collagen""",
    "002 003": """
        do the essay and the article agree on downtime?""",
    "003": """
        What does the article say about aftercare? | In the article, what SPF is recommended? |
        per the article how long is a session | according to the article, when can I use makeup |
        does the article talk about swimming? | what activities should be avoided based on the article |
        the article mentions numbing cream, what for | document number four on makeup |
        what's in document 003 about sun | What does the last document say on swimming |
        in the fourth article, what about saunas |
        What does 'Microneedling: A Closer Look at the Process and Benefits' say about SPF? |
        What does A Closer Look at the Process and Benefits say about exercise |
        what does 003_dba2f3976cba6b6d.txt say about makeup | Does this article say how much it costs? |
        what does the microneedling article say about infection |
        how long does the article say makeup must be avoided | where in the article is makeup mentioned |
        and in the article? | The article talks about SPF 30. Is that enough? |
        Can you show the part of the article about makeup? | Give me a summary of the article |
        what is the conclusion of the article? | only document 4: can I swim? |
        looking at the article, who is a candidate? | As stated in the article, how long do sessions last |
        what advice does the article give for the sun | what does the final document say about makeup |
        Is there anything in the article about exercise? |
        the article that mentions swimming, what else does it forbid |
        I don't understand the article's part on candidates""",
}
ORDINARY = """
    What is microneedling? | How does microneedling work? | Does it hurt? | Is it safe? | Is it good? |
    Is it legit? | Is it reliable for acne scars? | Is it worth it? | Is it FDA approved? |
    is it scientifically proven | Is this approved by the FDA? | Is microneedling evidence based? |
    Is microneedling scientifically proven? | is there any research on hair loss |
    Are there studies on stretch marks? | Is there any study behind microneedling? | Who wrote the 2021 review? |
    Who did the 2017 study? | who performs it? | How old must I be? | how old do you have to be |
    When can I wear makeup? | when can I wash my face | When was the 2017 study published? |
    When was microneedling invented? | who invented it | who invented microneedling | Who is Kristeen Cherney? |
    Who is Nicole Galan? | who is Graham Litchman | What does Nicole Galan say about side effects? |
    What does Kristeen Cherney say about collagen | What does the AAD say? |
    What does the American Academy of Dermatology say about scars? | what does Healthline say |
    What did Casabona find? | What did the 2017 study find? |
    according to the 2021 review, does it help hair growth | what does James McIntosh say about collagen |
    who reviewed the Healthline page | Who medically reviewed the Healthline article? |
    who wrote the Healthline article | what is the PMC link for | Is there a video of it? |
    Can I see a video of the procedure? | can I watch videos on my phone after it |
    can I read an article on my phone after it | Can I read a book during the treatment? |
    should I document my progress | document my progress | How should I document the healing? |
    Should I document 3 or 4 sessions with photos? | should I document my skin with photos | the second session |
    How many days after the second session will I see results? | what happens after the first treatment |
    How long between the first and second session? | is the third session worse | Is the last session the best? |
    can I post photos after it | Post treatment care? | what is the post care |
    what should I avoid in the post treatment phase | what is the best post microneedling serum |
    Is a sauna ok post procedure? | how many sessions are needed | How many sources of infection are there? |
    What is the source of the collagen? | where does the collagen come from | Where do scars come from? |
    where does the PRP come from | what is the source of the redness? |
    is the needle the first source of infection | is light a source of damage? | How reliable is microneedling? |
    how reliable are the results | How reliable are home devices? | Can I trust home devices? |
    can I trust a beautician | Can I trust my clinic? | can I trust this clinic | can I trust the results |
    Should I trust a dermatologist or a spa? | Which device is most reliable? |
    which is more reliable, dermapen or dermaroller? | Is a student allowed to do it? |
    is there a student discount | Can a nursing student perform microneedling? |
    I am a student, can I afford it? | does paper tape irritate the skin | should I use a paper towel |
    can I use wax paper afterwards | Does the practitioner give a summary? | give me a summary of side effects |
    Summarize the side effects | in summary is it safe | Summarise the benefits | what is the summary of risks? |
    Can I write about my results on a blog? | Should I start a blog about my skin | Can you recommend a blog? |
    can I send you a photo | what file type of needle | can I file a complaint against the clinic |
    should I file my nails before | does text messaging hurt my face after | Is there a page on aftercare? |
    is the needle length 1.5 mm or 2 mm | 0.002 mm needles | can I use 1,000 needles |
    is 100 000 needles per minute normal | how many needles are there | How many needles do they have? |
    how many are there | What kind of needles are there? | what kinds of devices are there |
    what types of microneedling are there | what type of skin is this for | what sort of cream should I use |
    What are these? | what are they made of | what is it | what is this treatment | what are the risks |
    what are the side effects | what are the benefits | list the side effects | list the contraindications |
    show me all benefits | list all skin problems it treats | how many benefits are there |
    how many side effects are there | how many of them are serious | name the risks |
    How long does redness last? | how long is the downtime | is it recent | when did it become popular |
    is it a new treatment | is the treatment new | Is this new? | is it outdated | how old is the technique |
    how old is too old for microneedling | what age is best | what year did it start | who can do it |
    who should not get it | who is it for | who is a good candidate | who is at risk | who makes dermapen |
    who made the dermapen | which company makes the device | which company made these | who sells it |
    who do I ask | who should I trust | who are the best candidates | who is the best doctor for this |
    where can I get it done | Where can I find a dermatologist? | where can I buy a roller | where is it done |
    where on the body can it be used | where did it start | where are the needles made |
    do you have a clinic address | what is the address of the clinic | is there a website to book |
    do you have a price list | does it have side effects | does it contain latex | does it include numbing cream |
    does it need a prescription | does it use heat | do they use needles | do they have evidence of infection |
    do they give antibiotics | do you cite a price | is it made by a company | is it done by a doctor |
    is it performed by a dermatologist | Is it based on wound healing? | is it based on natural healing |
    is it backed by doctors | Is it written on the box | Has it been approved? | has it been tested |
    has it been reviewed for children | did the FDA approve these | Did the FDA approve this? |
    was it tested on animals | are these side effects normal | are these symptoms normal |
    are these needles sterile | are they sterile | are these safe | is this normal | is this safe | is this true |
    is that true | is that right | is this medical | are you sure it is safe | how do I know it is working |
    how do I know if it is infected | how can I tell if the device is real | How accurate is the needle depth? |
    how accurate is the device | how good is it | how good are the results | how good is it for scars |
    which is best | which is better, laser or microneedling | which of these is best |
    which one is newer, dermapen or dermaroller | what is the best | which clinic is good |
    what clinic should I go to | what country is it from | what does it cost | what is the price |
    what does it mean | what is collagen | what is PRP | what is the dermis | what does PNFP mean |
    what is a contraindication | what is the difference between derma roller and pen | tell me about aftercare |
    tell me about PRP | describe the procedure | about the needles | explain the healing process |
    can I rely on sunscreen alone | can I depend on numbing cream | should I believe my dermatologist |
    do I need a reference from my doctor | do I need a referral | can I get a certificate |
    is there proof that it works for hair loss | is there evidence for stretch marks |
    What evidence is there for hair growth? | are there clinical trials on alopecia | what studies support it |
    what research supports microneedling for hair | what does research say | what do studies say about fillers |
    what do experts say | what do dermatologists say about home use | do doctors recommend it |
    does a dermatologist recommend it | what do the needles say on the label |
    does the doctor say I need more sessions | the doctor says I need six sessions, is that normal |
    my friend says it hurts | a video says it hurts, is that true | an article says it is dangerous |
    I read an article that said it causes cancer | I saw a video on tiktok about it |
    I watched the video my clinic sent, is it ok to shower | in a video call the doctor said I have rosacea |
    is the video consultation enough before treatment | Does the video call cost extra? |
    can I do the first one at home | can I do both | is one better than the other |
    one more question, does it hurt | the first one hurt, will the second |
    should I keep a source of vitamin C in my diet | text me the aftercare | book an appointment |
    is the book in the waiting room sterile | what is stated on the consent form |
    can it be used on the face and the neck | does it work with retinol | can I use it with vitamin C |
    how often should I do it | how deep do the needles go | compare home and professional |
    what happens if I skip sunscreen | does insurance cover it | what should I ask the doctor |
    should the doctor review my history | my review of the clinic was bad, can they refuse me |
    is the review of my skin needed before | are reviews of dermarollers good | are the reviews good |
    thanks, does it hurt? | hello | and at home? | why? | really? | what about eczema |
    page 2 of the consent form | my skin has 2 to 3 dark spots, document or ignore? |
    is there a list of things to avoid | what are the things to avoid | what is the list of contraindications |
    how many times | is it possible to overdo it | who says it is safe | who says that |
    which document says that | which documents mention keloids? | how many documents say that it hurts? |
    do all sources agree on downtime? | which source says it is safe | do the sources agree |
    which of the documents mention bleeding | what do the documents say about bleeding |
    do any of the documents mention pregnancy | what do the sources say about pain? |
    What do the articles say about cost | What should I do if my skin peels? | is peeling a good sign? |
    can it get rid of dark spots | How does the device make holes | do I bleed a lot | does it close pores |
    is botox the same day okay | what's the youngest age allowed | is 16 too young |
    my mother is 70, is she too old | how recent must my accutane be | When was my last filler relevant? |
    when was this technique developed | who developed this technique | who created microneedling |
    who published guidelines on aftercare | who recommends it | who reviewed the 2021 data |
    Which doctor wrote about stretch marks in 2017? | who wrote the study on calcium hydroxylapatite |
    which authors studied fillers | who conducted the study on stretch marks |
    what year was the study by Casabona | what is the name of the study |
    What did Graham Litchman and colleagues say about acne medication? | does Cynthia Cobb recommend it |
    what link is there between collagen and age | is there a link between microneedling and cancer |
    what's the link between retinol and irritation | are there links between acne and oil |
    is there a source of heat | What are the sources of pain? | are there other sources of collagen |
    how many people have had it | how many articles of clothing should I remove |
    what documents do I need for the appointment | which documents should I bring to the clinic |
    do I need documents for insurance | what papers do I sign | what files are needed for a visa |
    what materials are the needles made of | which materials are used | what kind of material is used |
    how many pages is the consent form | what kind of pages | what type of videos should I watch to learn it |
    what books can I read about it | can you recommend articles about it |
    recommend me a good article on aftercare | is there an article about keloids |
    are there any videos on how to do it | show me a video | show me before and after pictures |
    can I get a video of my treatment | will they record a video | send me a picture | do you have pictures |
    do you have before and after photos | do you have any experience with keloids | do you have more information |
    do you have information on hair loss | where can I read more | where can I find more information about PRP |
    where can I find studies on scars | where can I see results | where do I find a good clinic |
    can I see results after one session | can I find it cheap | is the information on the box right |
    is the advice of my beautician good: use oil right after? | is the answer yes for pregnancy? |
    is it based on lasers | what is it based on | what's it called | what are they called |
    what is it also called | what is the treatment called | what is it about needles that triggers collagen |
    what is this about blood thinners | is this the same as dermaplaning |
    is that a reliable way to remove scars | is it a reliable treatment | are results reliable |
    is the device accurate | is the pen accurate | are pens more reliable than rollers |
    Are home rollers trustworthy? | can beauticians be trusted | can dermarollers be trusted |
    can the results be trusted | should I trust reviews | can I trust online reviews | which brand can I trust |
    how do I know if a clinic is reliable | how do I check that the needles are new |
    how do I know the needles are sterile | how old can the needles be | are the needles new every time |
    is the equipment up to date | is the device up to date | are dermarollers outdated | is the roller outdated |
    are the needles checked | was the device checked | who checks the device | has the clinic been reviewed |
    has the device been approved by the FDA | is the device approved | are the creams approved | is it verified |
    is it certified | is it professional | is it medical or cosmetic | is it cosmetic |
    is it a medical procedure | Is it considered surgery? | Is it like a tattoo? | are there different kinds |
    what kinds are there | what sort is best | what are the types | what is the newest device |
    what is the latest | which is the newest technology | what's the oldest you can be |
    how new is microneedling | is microneedling outdated | how up to date are clinics |
    how scientific is microneedling | how credible is microneedling for hair loss | what evidence supports it |
    does it have evidence | is there scientific evidence | is there any evidence that it helps scars |
    is there proof | is there research | are there studies | are there any studies |
    are there clinical studies on it | what studies are there | which studies show it works | how many studies |
    does it mention pain | does it say how long | does it say anything about tattoos | do they say it hurts |
    do they mention retinol | do they recommend sunscreen | does she recommend it | what does she say about it |
    what did he say | what do you say | what do you think | what do you know about PRP | what do you mean |
    who are you | what can you do | where are you from | when were you made | who made you | are you a doctor |
    are you human | how old are you | how are you | tell me more | go on | more | explain that | say that again |
    shorter please | what was the first answer | what about the second one | the last one | the first | number 3 |
    2 | tell me about number 2 | 3 sessions or 4 | one or two days | file | text | post op care |
    post-treatment redness how long | post microneedling sunscreen | blog | paper cut feeling after, normal? |
    the paper mask irritated my skin | the page on my clinic's website says no makeup for 3 days |
    my doctor's article says it's fine | the doctor's video said 6 weeks | a blog said I should wait |
    some article claims it causes scars | a study says it helps | studies say it helps |
    the study says it helps, does it? | what does the study say about fillers |
    in the study, which areas were treated | according to a study, who should not |
    According to the American Academy of Dermatology what improves | according to my doctor it is fine |
    according to Kristeen Cherney, what is it | per session how much | is the price per document |
    the author of my skin book says no, is that true | first document my skin then treat? |
    can I first document my scars | should we document results every week | do clinics document results |
    will they document everything | is a document needed | do I sign a document | is there a document to sign |
    the source of my acne is hormonal, does it help | the text on the label says 0.5 mm | the file of my case |
    how can I contact the student clinic | is the student clinic cheaper | can students do it on each other |
    who can perform the procedure | who wrote that only doctors may do it | who wrote about keloids |
    who said that it hurts | which doctor is best | which doctor should I see |
    is the doctor the one who decides | when did people start doing it | when was collagen discovered |
    how long ago should I have stopped accutane | is the old skin removed | is it old fashioned |
    are the scars old or new | what kind of scars are these | what kind of doctor does it |
    what kinds of acne are there | what type of article of clothing |
    what kind of sources of light should I avoid | are these spots a bad sign | are those red dots normal |
    is this a burn | is this a scar or a keloid | is that an infection | is it a blog-worthy result |
    list the steps | list all the steps in order | show me the steps | name three benefits | name the devices |
    how many steps are there | how many types are there | how many devices are in the market | how many are used |
    what do you use | what do they use | which ones are used | which serums are used | what is used |
    what did you say about retinol | what did they say | what are they based on | what does it contain |
    what's in it | what is inside the pen | what is in the serum | where do I get it | where do they come out |
    where do the needles come from | where does the oil come from | where is it from |
    where is the best place to do it | where can I read about keloids | where can I watch it being done |
    can I watch | can I see it | can I read during treatment | can I open the bandage | can I get numbing cream |
    can I get it free | can I access my records | do you have a phone number | do you have discount codes |
    is there a waiting list | is there any list of side effects | is there a date when I can go back to work |
    is there a better alternative | is there any risk of bias in my skin tone | are there any errors people make |
    are there mistakes to avoid | what mistakes should I avoid | what is the quality of the needles |
    what is the reliability of home kits | how good is the quality | does it have proof |
    does it have any backing | does it show results | does it quote a price |
    do dermatologists cite side effects | do they have a license | does my dermatologist need to review it |
    has my dermatologist reviewed these | was my skin checked | was this done right | is this product verified |
    is this brand trustworthy | is the brand reliable | is the cream evidence based |
    is retinol scientifically proven | is my doctor reliable | is the nurse a professional |
    is the nurse qualified | is a nurse enough | is the esthetician licensed | can the doctor be trusted |
    can I trust a nurse with this | should I believe the hype | should I believe everything online |
    why should I do it | why would I trust them with my face | what's new | what's the newest treatment |
    summary | article | please summarize | text 0.5mm | source of redness | source? |
    link between stress and acne | reference point for needle depth | first paper then scissors | paper |
    What do the sources say about bleeding? | what do documents say on cost | which of the articles mention SPF |
    the Healthline article on bleeding | What does the article by Nicole Galan say? |
    what does the article from Healthline say about cost | the 2017 article on fillers |
    what does Nicole Galan's article say"""


def library(**facts: Facts) -> Mapping[str, Document]:
    return {name: Document(name, "Any text.", "", known) for name, known in facts.items()}


FOUR = library(**read_manifest(SOURCES))
VIDEO, BLOG, ESSAY, ARTICLE = FOUR
# A library with all that the four documents lack.
OTHERS = library(
    leaflet=Facts(
        "Needling at Home: What You Should Know",
        kind="patient leaflet",
        publisher="Mayo Clinic",
        author="Dr. Anna Smith, MD and John Young",
        date="2021-03-04",
        url="https://leaflet.example/a",
    ),
    podcast=Facts("Skin Deep", kind="podcast transcript", author="Ben Okafor"),
    bare=Facts("Is microneedling safe?"),
    study=Facts("Microneedling for acne scars", kind="clinical study", references=tuple([Reference("W")] * 15)),
    first_news=Facts("Needles and you", kind="news article", publisher="BBC"),
    second_news=Facts("Pens", kind="news article", publisher="Reuters"),
)
known = st.none() | st.text("abcdefgh {}\\%", min_size=1, max_size=12)
references = st.lists(st.builds(Reference, st.text("rstu", min_size=1), date=known, url=known), max_size=12).map(tuple)
facts = st.builds(Facts, st.text("mnop ", min_size=1), known, known, known, known, known, references)


def questions(packed: str) -> list[str]:
    return [question.strip() for question in packed.split("|") if question.strip()]


def cases(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, question) for name, packed in table.items() for question in questions(packed)]


def called(names: str) -> tuple[str, ...]:
    return tuple(name for name in FOUR if name[:3] in names.split())


def asked(reply: str | None) -> str:
    assert reply is not None
    return reply


def test_there_are_enough_questions() -> None:
    assert len(cases(TOLD)) + len(cases(NAMED)) >= 500
    assert len(questions(ORDINARY)) >= 500


@pytest.mark.parametrize(("topic", "question"), cases(TOLD))
def test_a_question_about_the_documents_is_answered_from_their_facts(topic: str, question: str) -> None:
    for shown in ((), (ESSAY,)):
        assert re.search(SIGNS[Topic(topic)], asked(tell(question, FOUR, shown)))


@pytest.mark.parametrize(("names", "question"), cases(NAMED))
def test_a_document_that_a_question_names_is_found(names: str, question: str) -> None:
    found = mentioned(question, FOUR)
    assert found.names == called(names)
    assert found.rest != question
    assert not re.search(r"\b(?:essay|video|blog|article|gaas|student|doc(?:ument)?s? \d)\b", found.rest, re.IGNORECASE)


@pytest.mark.parametrize("question", questions(ORDINARY))
def test_an_ordinary_question_names_no_document_and_is_not_about_one(question: str) -> None:
    assert mentioned(question, FOUR) == Mention((), question)
    assert tell(question, FOUR) is None
    assert tell(question, FOUR, tuple(FOUR)) is None


@pytest.mark.parametrize("name", [BLOG, ESSAY, ARTICLE])
def test_what_the_documents_say_themselves_is_no_question_about_them(name: str) -> None:
    text = (SOURCES / name).read_text(encoding="utf-8")
    sentences = [part for part in re.split(r"(?<=[.?!])\s+|\n+", text) if len(part.split()) > 3]
    found = [part for part in sentences if mentioned(part, FOUR).names or tell(part, FOUR)]
    assert [part for part in found if part.strip("# ") != FOUR[name].facts.title] == []
    assert len(sentences) > 10


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("According to the video, does it hurt?", "does it hurt?"),
        ("what does the essay say about bleeding?", "what is said about bleeding?"),
        ("What does document 3 say?", "what is said?"),
        ("Does the blog post mention keloids?", "what is said about keloids?"),
        ("does the essay say that it hurts?", "is it said that it hurts?"),
        ("how many sessions does the blog suggest?", "how many sessions are suggested?"),
        ("the essay says it is cheap, how cheap?", "it is cheap, how cheap?"),
        ("is bleeding mentioned in the essay?", "is bleeding mentioned?"),
        ("use only the article: can I swim?", "can I swim?"),
        ("what do both the essay and the blog say about acne", "what is said about acne"),
        ("who should avoid it, according to Marie-Claire Gaas?", "who should avoid it?"),
        ("and the video?", ""),
        ("document 2", ""),
    ],
)
def test_what_is_left_of_a_question_can_be_searched(question: str, rest: str) -> None:
    assert mentioned(question, FOUR).rest == rest


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what does the leaflet say", ("leaflet",)),
        ("what does the podcast say about pain", ("podcast",)),
        ("according to the Mayo Clinic is it safe", ("leaflet",)),
        ("what does Dr. Smith say", ("leaflet",)),
        ("what does Young say", ("leaflet",)),
        ("Ben Okafor on rollers", ("podcast",)),
        ("the BBC article on pens", ("first_news",)),
        ("what does the article say", ("first_news", "second_news")),
        ("what do the articles say", ("first_news", "second_news")),
        ("what does the second article say", ("second_news",)),
        ("what does the second document say", ("podcast",)),
        ("what does the study say about scars", ("study",)),
        ('what does "Skin Deep" say', ("podcast",)),
        ("the last document", ("second_news",)),
        ("all but not the leaflet: does it hurt", ("podcast", "bare", "study", "first_news", "second_news")),
        ("is microneedling for acne scars safe?", ()),
        ("Is microneedling safe?", ()),
        ("young skin, is it ok?", ()),
        ("should I go to the Mayo Clinic", ()),
        ("is it skin deep", ()),
        ("what does the essay say", ()),
        ("does the 2021 study help", ()),
    ],
)
def test_names_come_from_the_facts_of_whatever_library(question: str, names: tuple[str, ...]) -> None:
    assert mentioned(question, OTHERS).names == names


@given(hostile_texts, st.sampled_from([FOUR, OTHERS, {}]))
def test_any_text_is_read(text: str, documents: Mapping[str, Document]) -> None:
    found = mentioned(text, documents)
    assert found.names == tuple(name for name in documents if name in found.names)
    assert found.names or found.rest == text
    tell(text, documents, tuple(documents))


@given(facts, st.sampled_from(cases(TOLD)))
def test_a_reply_says_what_is_known_and_that_the_rest_is_not(known: Facts, case: tuple[str, str]) -> None:
    documents = library(one=known)
    reply = tell(case[1], documents, ("one",))
    if case[0] == Topic.AUTHOR and reply and about_wording.CANNOT_JUDGE not in reply:
        assert (known.author or "does not say who wrote it") in reply
    if case[0] == Topic.DATE and reply:
        assert (known.date or "does not say when it was written") in reply
    if case[0] == Topic.ORIGIN and reply:
        assert (known.url or "No address is known") in reply
    titles = [known.title, *(reference.title for reference in known.references)]
    assert set(re.findall(r"“(.*?)”", reply or "")) <= set(titles)


@pytest.mark.parametrize(
    "question", ["who wrote this?", "how old is this?", "where is this from?", "can I trust this?"]
)
def test_this_means_what_was_just_shown_and_without_it_all(question: str) -> None:
    titles = {name: f"“{document.facts.title}”" for name, document in FOUR.items()}
    after = asked(tell(question, FOUR, (ARTICLE, BLOG)))
    assert [name for name in FOUR if titles[name] in after] == [BLOG, ARTICLE]
    assert all(title in asked(tell(question, FOUR)) for title in titles.values())
    assert tell(question, FOUR, ("gone.txt",)) == tell(question, FOUR)


@pytest.mark.parametrize(
    "question", ["who wrote the essay?", "is the essay reliable?", "how many documents are there?"]
)
def test_what_was_shown_does_not_matter_where_a_question_says_what_it_means(question: str) -> None:
    assert tell(question, FOUR, (BLOG,)) == tell(question, FOUR)


def test_two_questions_in_one_are_both_answered_or_left_to_the_search() -> None:
    who, when = asked(tell("Who wrote the essay?", FOUR)), asked(tell("When was the essay written?", FOUR))
    assert tell("Who wrote the essay and when?", FOUR) == f"{who}\n\n{when}"
    assert tell("Thanks! Who wrote the essay? When was it written?", FOUR) == f"{who}\n\n{when}"
    assert tell("Who wrote the essay? Does it hurt?", FOUR) is None


def test_trust_is_no_verdict_and_the_facts_are_all_there() -> None:
    reply = asked(tell("can I trust the essay?", FOUR))
    assert reply.startswith(about_wording.CANNOT_JUDGE)
    assert reply.endswith(about_wording.NO_REPLACEMENT)
    said = ("student essay", "Marie-Claire Gaas", "undated", "four references", "2021 review", "Cynthia Cobb")
    assert [fact for fact in said if fact not in reply] == []


def test_references_are_listed_each_with_all_that_is_known() -> None:
    reply = asked(tell("what references does the essay have?", FOUR))
    for reference in FOUR[ESSAY].facts.references:
        for fact in (reference.title, *reference.authors, reference.date or "undated", reference.url or ""):
            assert fact in reply


def test_a_large_library_is_not_listed_whole() -> None:
    many = library(**{f"d{number}": Facts(f"Title {number}") for number in range(50)})
    for question in ("who wrote these?", "list the documents", "can I trust them?", "do the documents cite studies?"):
        reply = asked(tell(question, many))
        assert reply.count("“Title") == MOST_LINES
        assert "40 more" in reply
    assert "… and 5 more." in asked(tell("what does the study cite?", OTHERS))


def test_the_article_of_a_law_is_no_document_of_a_large_library_without_articles() -> None:
    question = "What does article 4 forbid?"
    few, many = (library(**{f"d{number}": Facts("Law") for number in range(count)}) for count in (10, 11))
    assert mentioned(question, few).names == ("d3",)
    assert mentioned(question, many).names == ()
    assert mentioned(question, many).rest == question
    assert mentioned(question.replace("article", "document"), many).names == ("d3",)
    articles = library(**{f"d{number}": Facts("Law", kind="article") for number in range(11)})
    assert mentioned(question, articles).names == ("d3",)


def test_a_document_that_there_is_not_is_said_not_to_be_there() -> None:
    assert asked(tell("What does document 7 say about bleeding?", FOUR)).startswith("There is no such document")
    assert mentioned("What does document 7 say about bleeding?", FOUR).names == ()
    assert tell("who wrote this?", {}) == about_wording.NO_DOCUMENTS


@pytest.mark.parametrize(
    "question", ["Who wrote the student's essay?", "what’s the blog post about", "is document 3 dated?"]
)
def test_case_and_apostrophes_change_nothing(question: str) -> None:
    said = asked(tell(question, FOUR))
    assert tell(question.upper(), FOUR) == said
    assert tell(question.replace("'", "’"), FOUR) == tell(question.replace("’", "'"), FOUR) == said
    assert tell(f"  {question} ", FOUR) == said


def test_marks_that_stand_for_documents_mean_nothing_when_they_are_typed() -> None:
    assert tell("who wrote § and ¤?", FOUR) is None
    assert mentioned("what does § say \ue000 about the essay", FOUR).names == (ESSAY,)


def test_a_long_message_is_no_question_about_documents() -> None:
    long = "who wrote this?" + " " * LONGEST_QUESTION
    assert tell(long, FOUR) is None


@pytest.mark.parametrize(
    "piece",
    [
        *("the essay ", "the essay , , , ", "document 1 and ", "except the essay ", "what does the essay say "),
        *(" ", '"', "a", "the short long ", "is there any real scientific ", "the first and "),
    ],
)
def test_no_message_is_slow(piece: str) -> None:
    mentioned("warm", FOUR)
    started = time.process_time()
    mentioned(piece * (2000 // len(piece)), FOUR)
    tell((piece * LONGEST_QUESTION)[:LONGEST_QUESTION], FOUR)
    assert time.process_time() - started < 1
