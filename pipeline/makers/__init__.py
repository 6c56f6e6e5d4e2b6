"""What only makers of editions need: blank form, template, and the files made
from a declaration.

Comes in: the wording and looks of an edition. Goes out: .docx, .json and .md files that
are committed. Promise: nothing that fills, checks or delivers a report imports this
package.
"""
